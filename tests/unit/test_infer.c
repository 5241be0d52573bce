/* Type inference by tables: programs with the type of their last definition or main expression, programs with the code
   and bytes of every report, definitions at given argument types. Whatever passes must also have a tree in which every
   type is concrete. */

#include "frontend/infer_priv.h"
#include "frontend/parse.h"
#include "tests/unit/unit.h"

typedef struct row {
  const char *source, *expected;
} row;

#define TYPES \
  "type P={x:Int,y:Int}\ntype Q={x:Float,len:Int}\ntype S=C(Float)|R(Float,Float)|E\ntype T[t]=L|N(T[t],t,T[t])\n"

static const row types[] = {
    {"1", "Int"},
    {"-1", "Int"},
    {"2.5", "Float"},
    {"'a'", "Char"},
    {"\"a\"", "Str"},
    {"\"ab\"", "Str"},
    {"true", "Bool"},
    {"()", "()"},
    {"none", "t?"},
    {"[]", "[t]"},
    {"some 3", "Int?"},
    {"some none", "t?"},
    {"(1,\"a\",'b')", "(Int,Str,Char)"},
    {"[1,2,3]", "[Int]"},
    {"[\"a\",\"bc\"]", "[Str]"},
    {"['a',\"bc\"]", "[Str]"},
    {"[1,2.5]", "[Float]"},
    {"[[1],[2.5]]", "[[Float]]"},
    {"[none,1]", "[Int?]"},
    {"[[1],[],[none]]", "[[Int?]]"},
    {"[(1,\"a\"),(2.5,\"bc\")]", "[(Float,Str)]"},
    {"(1,[])", "(Int,[t])"},
    {"1+2", "Int"},
    {"1+2.5", "Float"},
    {"1/2", "Float"},
    {"7//2", "Int"},
    {"7//2.0", "Float"},
    {"7%2.5", "Float"},
    {"2**3", "Int"},
    {"2**-1", "Float"},
    {"2**0.5", "Float"},
    {"true+true", "Int"},
    {"true+1.5", "Float"},
    {"-true", "Int"},
    {"'a'+1", "Char"},
    {"1+'a'", "Char"},
    {"'c'-'a'", "Int"},
    {"'c'-1", "Char"},
    {"\"a\"+\"b\"", "Str"},
    {"'a'+\"b\"", "Str"},
    {"\"a\"+'b'", "Str"},
    {"'a'+'b'", "Str"},
    {"\"a\"*3", "Str"},
    {"3*\"ab\"", "Str"},
    {"'a'*3", "Str"},
    {"[0]*5", "[Int]"},
    {"[1]+[2.5]", "[Float]"},
    {"[]+[1]", "[Int]"},
    {"[1,2].*2", "[Int]"},
    {"[1,2].*[3,4.5]", "[Float]"},
    {"2.*[1]", "[Int]"},
    {"[[1]].+1", "[[Int]]"},
    {"[1]./2", "[Float]"},
    {"\"a\"<\"b\"", "Bool"},
    {"\"a\"=='a'", "Bool"},
    {"'a'<\"b\"", "Bool"},
    {"[1]==[1.5]", "Bool"},
    {"none==3", "Bool"},
    {"none!=2.5", "Bool"},
    {"true==1", "Bool"},
    {"1<2<=3.5", "Bool"},
    {"1 in [1.5]", "Bool"},
    {"\"a\" in \"abc\"", "Bool"},
    {"\"ab\" in \"abc\"", "Bool"},
    {"'a' in \"abc\"", "Bool"},
    {"\"ab\" in [\"ab\"]", "Bool"},
    {"!1", "Bool"},
    {"1&&2", "Int"},
    {"1||2.5", "Float"},
    {"\"\"||\"a\"", "Str"},
    {"1..9", "[Int]"},
    {"'a'..'z'", "Str"},
    {"\"a\"..\"z\"", "Str"},
    {"1..<3", "[Int]"},
    {"[1,2][0]", "Int"},
    {"[1,2][0:1]", "[Int]"},
    {"\"abc\"[0]", "Char"},
    {"\"abc\"[1:]", "Str"},
    {"(1,\"a\").1", "Str"},
    {"(1,\"a\")[-1]", "Str"},
    {"[5].0", "Int"},
    {"[[1,2]][0][1]", "Int"},
    {"1?2:3", "Int"},
    {"1?2:3.5", "Float"},
    {"1?none:3", "Int?"},
    {"1?'a':\"ab\"", "Str"},
    {"none??1", "Int"},
    {"[].first??0", "Int"},
    {"[1].find{x>1}??none", "Int?"},
    {"f\"{1}{2.5:.2}\"", "Str"},
    {"{x+1} 2", "Int"},
    {"{x+y} 1 2", "Int"},
    {"(\\p.p) 3", "Int"},
    {"id=a", "id : t->t"},
    {"f=b", "f : t->u->u"},
    {"swap=(b,a)", "swap : t->u->(u,t)"},
    {"compose f g x=f(g x)", "compose : (t->u)->(v->t)->v->u"},
    {"apply=b a", "apply : t->(t->u)->u"},
    {"twice=b(b a)", "twice : t->(t->t)->t"},
    {"{\"a\":1,\"b\":2.5}", "{Str:Float}"},
    {"{}", "{t:u}"},
    {"f=a[\"x\"]", "f : t->u where t[Str] is u"},
    {"f=a[b]", "f : t->u->v where t[u] is v"},
    {"f=a.get(b,0)", "f : t->u->v where w is a number, get(t,u,w) is v"},
    {"f=a.put(\"k\",1)", "f : {Str:Int}->{Str:Int}"},
    {"f=a.keys", "f : {t:u}->[t]"},
    {"f=a.filter{y>b}", "f : t->u->t where v is an entry of t, v gives w and x, x and u have an order"},
    {"f=a.filter{y>1}.keys", "f : {eq:t}->[eq] where t and Int have an order"},
    {"f=a.fold {}{x.put(y,x.get(y,0)+1)}", "f : [eq]->{eq:Int}"},
    {"f=a.groupby(len)", "f : [t]->{Int:[t]} where u is an entry of t"},
    {"f=a.counts", "f : [eq]->{eq:Int}"},
    {"f=b in a", "f : t->u->Bool where u in t"},
    {"f=[k|k<-a]", "f : t->[u] where u comes from t"},
    {"f=a.dict", "f : [t]->{eq:u} where t gives eq and u"},
    {"f=a.set", "f : [eq]->{eq}"},
    {"set[1,2]", "{Int}"},
    {"set[]", "{t}"},
    {"[1,\"a\",none]", "[Dyn]"},
    {"[[1],[\"a\"]]", "[[Dyn]]"},
    {"[\"ab\",[1]]", "[Dyn]"},
    {"{\"a\":1,\"b\":\"x\"}", "{Str:Dyn}"},
    {"f=a>0?1:\"x\"", "f : t->Dyn where t and Int have an order"},
    {"f=match a|n:Int->n|s:Str->s.len|_->0", "f : Dyn->Int"},
    {"f=[n|n:Int<-a]", "f : [Dyn]->[Int]"},
    {"f=a.filter(isint)", "f : t->t where u is an entry of t, u converts to Dyn"},
    {"dyn 1", "Dyn"},
    {"some(dyn 1)", "Dyn"},
    {"json(\"1\")[\"k\"]", "Dyn"},
    {"f=a*2n", "f : t->u where t*Big is u"},
    {"2n**70", "Big"},
    {"1n+2.5", "Float"},
    {"[1n,2]", "[Big]"},
    {"7n/2", "Float"},
    {"99999999999999999999", "Big"},
    {"[1n,2n].sum", "Big"},
    {"f=a.map{x??0}", "f : t->[u] where v is an entry of t, v??Int is u"},
    {"f:Int?->Int\nf=a??0\nf 3", "Int"},
    {"f=a.map{some x}", "f : t->[u?] where u is an entry of t"},
    {"(some 3).map(str)", "Str?"},
    {"f=a.map b", "f : t->(u->v)->[v] where u is an entry of t"},
    {"f=a.map{x+1}", "f : t->[u] where v is an entry of t, v+Int is u"},
    {"f=a.map{x.1}", "f : t->[u] where v is an entry of t, v[1] is u"},
    {"f=a.map{-x}", "f : t->[num] where num is an entry of t"},
    {"f=a.filter{x%2}", "f : t->t where num is an entry of t"},
    {"f=a.filter(>0)", "f : t->t where u is an entry of t, u and Int have an order"},
    {"f=a.fold 0{x+y}", "f : [t]->u where u is a number, u+t is u"},
    {"f=a.fold 0.0{x+y}", "f : [t]->Float where Float+t is Float"},
    {"f=a.fold [] {x+[y]}", "f : [t]->[t]"},
    {"f=a.sum", "f : [t]->u where u is a number, u+t is u"},
    {"f=a.max", "f : [ord]->ord"},
    {"f=a.sort", "f : [ord]->[ord]"},
    {"f=a.sortby{-x}", "f : [num]->[num]"},
    {"f=a.len", "f : t->Int where u is an entry of t"},
    {"f=a.words.len", "f : Str->Int"},
    {"f=a.sort.pairwise.any{y-x<b}", "f : [ord]->t->Bool where ord-ord is u, u and t have an order"},
    {"f=a.count b", "f : t->u->v where count(t,u) is v"},
    {"f=a.count{x>1}", "f : t->Int where u is an entry of t, u and Int have an order"},
    {"f=a.count \"ab\"", "f : t->u where count(t,Str) is u"},
    {"f=a==b", "f : t->u->Bool where t compares with u"},
    {"f=a<b", "f : t->u->Bool where t and u have an order"},
    {"f=a<0", "f : t->Bool where t and Int have an order"},
    {"f=a in b", "f : t->u->Bool where t in u"},
    {"f=a[b]", "f : t->u->v where t[u] is v"},
    {"f=a[0]", "f : t->u where t[0] is u"},
    {"f=a[1:]", "f : [t]->[t]"},
    {"f=a.0", "f : t->u where t[0] is u"},
    {"f=a?b:c", "f : t->u->v->w where t holds or not, u and v join to w"},
    {"f=a??b", "f : t->u->v where t??u is v"},
    {"f=a+b", "f : t->u->v where t+u is v"},
    {"f=a*b", "f : t->u->v where t*u is v"},
    {"f=a/b", "f : num->num2->Float"},
    {"f=a%b", "f : num->num2->t where num%num2 is t"},
    {"f=a**b", "f : num->num2->t where num**num2 is t"},
    {"f=a.+b", "f : t->u->v where t.+u is v"},
    {"f=-a", "f : num->num"},
    {"f=!a", "f : t->Bool where t holds or not"},
    {"f=a..b", "f : t->t->[t] where t is Int or Char"},
    {"f=[x+1|x<-a]", "f : t->[u] where v comes from t, v+Int is u"},
    {"f=[(x,y)|x<-a,y<-b,x<y]", "f : t->u->[(v,w)] where v comes from t, w comes from u, v and w have an order"},
    {"f=[p|(p,q)<-a,q]", "f : t->[u] where v comes from t, v gives u and w, w holds or not"},
    {"f=f\"{a}\"", "f : show->Str"},
    {"f=a&&b", "f : t->u->v where t and u join to v, t holds or not"},
    {"f=a>9?a:f(a+1)", "f : num->num"},
    {"f=a==0?0:f(a-1)+a", "f : num->t where t+num is u, Int and u join to t"},
    {"f=a==0?0.5:f(a-1)+1", "f : num->Float"},
    {"f n=n<2?n:f(n-1)+f(n-2)", "f : num->t where t+t is u, num and u join to t"},
    {"f=a==0?[]:f(a-1)+[a]", "f : num->[num]"},
    {"f=a<1?fail \"no\":a", "f : t->t where t and Int have an order"},
    {"f=match a|none->0|some v->v", "f : t?->u where Int and t join to u"},
    {"f=match a|[]->0|[h,*t]->h+f t", "f : [t]->u where t+u is v, Int and v join to u"},
    {"f=match a|(p,q)->p+q", "f : t->u where t gives v and w, v+w is u"},
    {"f=match a|1->\"one\"|_->\"many\"", "f : Int->Str"},
    {"f=match a|\"a\"->1|\"bc\"->2|_->3", "f : Str->Int"},
    {"f=match a|true->1|false->0", "f : Bool->Int"},
    {"f p=match p|n:Int->n+1", "f : Int->Int"},
    {"ev n=n==0?true:od(n-1)\nod n=n==0?false:ev(n-1)", "od : num->Bool"},
    {"f=(g p=p;(g 1,g \"x\"))", "f : (Int,Str)"},
    {"f=(g p=(p,a);(g 1,g \"x\"))", "f : t->((Int,t),(Str,t))"},
    {"f=(g n=n<1?0:g(n-1)+1;g a)", "f : num->t where t+Int is u, Int and u join to t"},
    {"f=(p,q)=a;p+q", "f : t->u where t gives v and w, v+w is u"},
    {"f=i,j=a;i*j", "f : t->u where t gives v and w, v*w is u"},
    {"f=[h,*t]=a;(h,t)", "f : [t]->(t,[t]) GL0401 2-8"},
    {"f=x=a+1;y=x*2;x+y", "f : t->u where t+Int is v, v*Int is w, v+w is u"},
    {"f=(print a;a)", "f : show->!show"},
    {"f=a.map(print)", "f : t->![()] where show is an entry of t"},
    {"f=g a\ng=(print b;a)\nh=f", "h : t->show->!t"},
    {"say=print\nf=(b a;c)", "f : t->(t->())->u->u"},
    {"k=3\nk+1", "Int"},
    {"e=[]\n(e+[1],e+[\"x\"])", "([Int],[Str])"},
    {"id=a\n(id 1,id \"x\",id id 2)", "(Int,Str,Int)"},
    {"f=a.fold 0{x+y}\n(f [1,2],f [1.5])", "(Int,Float)"},
    {"f=a+b\n(f 1 2,f 1 2.5,f \"a\" \"b\",f 'a' 1)", "(Int,Float,Str,Char)"},
    {"f=a.sqrt\nf 4", "Float"},
    {"f:Int->Float\nf=a", "f : Int->Float"},
    {"f:[t]->t\nf=a[0]", "f : [t]->t"},
    {"f:ord->ord->Bool\nf=a<b", "f : ord->ord->Bool"},
    {"f:Int->Int->Int\nf=a+b", "f : Int->Int->Int"},
    {"sum", "[t]->u where u is a number, u+t is u"},
    {"{x+1}", "t->show where t+Int is show"},
    {"a.rev", "[show]->[show]"},
    {"a.sum", "[t]->u where u is a number, u+t is u"},
    {"a+b", "t->u->show where t+u is show"},
    {"[1,2,3].map sqrt", "[Float]"},
    {"[1,2,3].filter{x%2}", "[Int]"},
    {"[\"\",\"a\"].filter len", "[Str]"},
    {"[[1],[]].filter len", "[[Int]]"},
    {"[(1,2),(3,4)].map{x+y}", "[Int]"},
    {"[[1,2],[3,4]].map{x+y}", "[Int]"},
    {"[1,2,3].fold(0){x+1}", "Int"},
    {"[1,2,3].fold 0 max", "Int"},
    {"[1,2,3].scan max", "[Int]"},
    {"[3,1].sort.rev", "[Int]"},
    {"\"abc\".map{x==\"a\"?1:0}", "[Int]"},
    {"\"ab cd\".words.map(len).sum", "Int"},
    {"\"a,b\".split(\",\").map(upper).join \"-\"", "Str"},
    {"[1,2].zip(\"ab\").map{y}", "Str"},
    {"(1..10).filter(even).map{x*x}.sum", "Int"},
    {"[1,2,3].enum.map{x*y}", "[Int]"},
    {"-9223372036854775808", "Int"},
    {"i,j=[1,2];i+j", "Int"},
    /* declared types */
    {TYPES "C", "Float->S"},
    {TYPES "R 1", "Float->S"},
    {TYPES "C 2", "S"},
    {TYPES "E", "S"},
    {TYPES "L", "T[t]"},
    {TYPES "N(L,1,L)", "T[Int]"},
    {TYPES "N(L,1.5,N(L,2,L))", "T[Float]"},
    {TYPES "[C 1,E]", "[S]"},
    {TYPES "P{x:1,y:2}", "P"},
    {TYPES "P(1,2)", "P"},
    {TYPES "P(1,2).x", "Int"},
    {TYPES "P(1,2){x:3}", "P"},
    {TYPES "[1,2].map(C)", "[S]"},
    {TYPES "[P(1,2)].map(.x)", "[Int]"},
    {TYPES "Q(1,2).len", "Int"},
    {TYPES "\"ab\".len", "Int"},
    {TYPES "f=a.y", "f : P->Int"},
    {TYPES "f=a.len", "f : t->u where t.len is u"},
    {TYPES "f=(a.x,a.y)", "f : P->(Int,Int)"},
    {TYPES "f=a{y:1}", "f : P->P"},
    {TYPES "f=match a|C(r)->r|R(w,_)->w|E->0.0", "f : S->Float"},
    {TYPES "f=match a|L->0|N(_,v,_)->v", "f : T[t]->u where Int and t join to u"},
    {TYPES "f=match a|none->0|v->v", "f : t?->u where Int and t join to u"},
    {TYPES "f=[r|C(r)<-a]", "f : t->[Float] where S comes from t"},
    {TYPES "f=\\P(v,w).v+w", "f : P->Int"},
    {TYPES "f:T[t]->[t]\nf=match a|L->[]|N(l,v,r)->f l+[v]+f r", "f : T[t]->[t]"},
    {TYPES "f=[L,a]", "f : t->[u] where T[v] and t join to u"},
    {TYPES "f=a==L", "f : t->Bool where t compares with T[u]"},
    {TYPES "f=match a|n:Int->1|P{x:v}->v|_->0", "f : Dyn->Int"},
};

static const row errors[] = {
    {"f=a a", "GL0304 4-5"},
    {"\\p.p p", "GL0304 5-6"},
    {"add p q=p+q\nadd 1 2 3", "GL0303 20-21"},
    {"f p q r=p+q.len+r\nf 1 [2] 3 4", "GL0303 28-29"},
    {"[3,1].rev(1)", "GL0303 10-11"},
    {"rate=3\nrate 4", "GL0302 7-11"},
    {"rate=3\nrate.len", "GL0301 12-15"},
    {"rows=12\nrows.words.len", "GL0301 13-18"},
    {"5.map{x}", "GL0301 2-5"},
    {"[1,2].map 3", "GL0301 10-11"},
    {"f=a.len+\" rows\"", "GL0305 2-15"},
    {"f=a+1\nf \"ab\"", "GL0318 6-7"},
    {"[1]+2", "GL0305 0-5"},
    {"\"ab\"-\"b\"", "GL0305 0-8"},
    {"f='a'?1:0", "GL0306 2-5"},
    {"!'a'", "GL0306 1-4"},
    {"(1,2)?1:2", "GL0306 0-5"},
    {"inc=a+1\n[inc]", "GL0312 8-13"},
    {"inc=a+1\nprint inc", "GL0312 8-13"},
    {"f\"{id}\"", "GL0312 3-5"},
    {"id==id", "GL0308 0-6"},
    {"inc=a+1\ninc<inc", "GL0308 8-15"},
    {"(3,4).2", "GL0311 0-7"},
    {"(3,4)[-3]", "GL0311 0-9"},
    {"5[0]", "GL0307 0-4"},
    {"5.0", "Float"},
    {"[1,2,3][1.5]", "GL0301 8-11"},
    {"\"abc\"[\"x\"]", "GL0301 6-9"},
    {"[1,2][1:\"a\"]", "GL0301 8-11"},
    {"5[1:]", "GL0307 0-5"},
    {"(1,\"ab\")[a]", "GL0307 0-11"},
    {"f=a.len==\"3\"", "GL0313 2-12"},
    {"'a'==\"ab\"", "GL0313 0-9"},
    {"(1,2)==(1,2,3)", "GL0313 0-14"},
    {"1<\"ab\"", "GL0308 0-6"},
    {"2 in (1,2)", "GL0319 0-10"},
    {"1 in [\"ab\"]", "GL0313 0-11"},
    {"1 in 5", "GL0319 0-6"},
    {"[1,2,3].fold 0(\\p q r.p+q+r)", "GL0314 15-27"},
    {"[1,2].map{x+y}", "GL0314 9-14"},
    {"[(1,2,3)].map{x+y}", "GL0314 13-18"},
    {"f=(a+1;a*2)", "GL0315 3-6"},
    {"(5;6)", "GL0315 1-2"},
    {"(\\p.p;1)", "GL0315 1-5"},
    {"width=height*2\nheight=width//2\nwidth", "GL0317 0-5"},
    {"k=k+1\nk", "GL0317 0-1"},
    {"sum [\"1\",\"2\"]", "GL0318 0-3"},
    {"sum [\"ab\"]", "GL0318 0-3"},
    {"-\"a\"", "GL0318 1-4"},
    {"1..2.5", "GL0301 3-6"},
    {"[1,\"a\"]", "[Dyn]"},
    {"[1,id]", "GL0301 3-5"},
    {"[1,\"a\"][0]+1", "GL0305 0-12"},
    {"[1,2,\"ab\",3]", "[Dyn]"},
    {"1?2:\"no\"", "Dyn"},
    {"f p=match p|1->\"a\"|\"ab\"->\"b\"|_->\"c\"", "GL0301 19-23"},
    {"match 3|1->\"a\"|_->2", "Dyn"},
    {"i,j=5;i", "GL0301 0-3"},
    {"(i,j)=(1,2,3);i", "GL0301 0-5"},
    {"[h,*t]=5;h", "GL0301 0-6"},
    {"f:Int->Str\nf=a+1", "GL0301 13-16"},
    {"f:t->t\nf=a.len", "GL0319 11-14"},
    {"f:t->u->t\nf=a?b:a", "GL0301 10-11"},
    {"f:Foo\nf=3", "GL0201 2-5"},
    {"f:Int\nf=a+1", "GL0301 6-11"},
    {"f:Str->Int\nf=a.len\nf 5", "GL0301 21-22"},
    {"9223372036854775808", "Big"},
    {"match [1]|[]->0", "Int GL0401 0-15"},
    {"match none|some v->v", "t GL0401 0-20"},
    {"match true|true->1", "Int GL0401 0-18"},
    {"match [1]|[]->0|[p]->1", "Int GL0401 0-22"},
    {"max 1 2 3 4", "GL0309 0-3"},
    {"\"a b\".words.map(sqrt)", "GL0301 16-20"},
    {"[1,2,3].sortby 5", "GL0301 15-16"},
    {"[id].sort", "GL0308 5-9"},
    {"(1+\"ab\")+(2+\"cd\")", "GL0305 1-7 GL0305 10-16"},
    {"x=1;y=\"a\".len;x+y+\"z\"", "GL0305 14-21"},
    {"f=a.map{x.len+\"ab\"}", "GL0305 8-18"},
    {"g p=p.len;g 5", "GL0319 10-11"},
    {"some 3+1", "GL0305 0-8"},
    {"[].first+\"a\"-1", "GL0305 0-14"},
    {"\"5\".int.filter{x>1}", "GL0301 8-14"},
    {"f=\"ab\".+\"cd\"", "GL0305 2-12"},
    {"f=[1]==[true]", "GL0313 2-13"},
    {"f=max [(1,2)] 1", "GL0308 2-5"},
    {"n=3\n\"a\"+n", "GL0305 4-9"},
    {"f=1+\"a\"", "GL0305 2-7"},
    {"[a|a<-5]", "show->[show] where show and Int have an order"},
    /* declared types */
    {TYPES "C 1 2", "GL0303 110-111"},
    {TYPES "E 1", "GL0302 106-107"},
    {TYPES "C \"ab\"", "GL0301 108-112"},
    {TYPES "P{x:1}", "GL0321 106-112"},
    {TYPES "P{x:1,z:2}", "GL0311 112-113"},
    {TYPES "P(1,2).z", "GL0201 113-114"},
    {TYPES "P(1,2).len", "GL0301 113-116"},
    {TYPES "match E|C->1|_->2", "GL0303 114-115"},
    {TYPES "C 1==P(1,2)", "GL0313 106-117"},
    {TYPES "[C 1].sum", "GL0318 112-115"},
    {TYPES "match P(1,2)|E->1", "GL0301 119-120"},
    {TYPES "f:T->Int\nf=1", "GL0323 108-109 GL0301 117-118"},
    {TYPES "1{x:2}", "GL0101 107-108"},
    {TYPES "f=match a|C(r)->r|E->0.0", "f : S->Float GL0401 108-130"},
    {TYPES "f=match a|E->0|_->1|C(_)->2", "f : S->Int GL0403 126-130"},
};

/* Definition, its argument types, the type of its result there. */
static const struct {
  const char *source;
  const char *arguments[2];
  const char *expected;
} instances[] = {
    {"f=a+b", {"Int", "Float"}, "Float"},
    {"f=a+b", {"Str", "Char"}, "Str"},
    {"f=a+b", {"Char", "Int"}, "Char"},
    {"f=a+b", {"[Int]", "[Float]"}, "[Float]"},
    {"f=a*b", {"Str", "Int"}, "Str"},
    {"f=a.*b", {"[Int]", "Float"}, "[Float]"},
    {"f=a[b]", {"[Str]", "Int"}, "Str"},
    {"f=a[0]", {"(Int,Str)"}, "Int"},
    {"f=a[0]", {"Str"}, "Char"},
    {"f=a?b:0", {"Int", "Float"}, "Float"},
    {"f=a??b", {"Int?", "Int"}, "Int"},
    {"f=a??b", {"Int?", "Float?"}, "Float?"},
    {"f=a??none", {"Int"}, "Int?"},
    {"f=a.fold 0{x+y}", {"[Float]"}, "Float"},
    {"f=a.fold 0{y>1?x+1:x}", {"[Float]"}, "Int"},
    {"f=a.map{x+y}", {"[(Int,Float)]"}, "[Float]"},
    {"f=a.map{x+y}", {"[[Int]]"}, "[Int]"},
    {"f=a.map{x+y}", {"[Str]"}, "[Str]"},
    {"f=a.count b", {"Str", "Str"}, "Int"},
    {"f=a.count b", {"[Int]", "Int"}, "Int"},
    {"f=a.max", {"[Float]"}, "Float"},
    {"f=a.sum", {"[Bool]"}, "Int"},
    {"f=a==0?0:f(a-1)+a", {"Float"}, "Float"},
    {"f=a==0?0:f(a-1)+a", {"Int"}, "Int"},
    {"f=(p,q)=a;p+q", {"[Int]"}, "Int"},
    {"f=(p,q)=a;p+q", {"(Int,Float)"}, "Float"},
    {"f=[x|(x,y)<-a,y]", {"[[Int]]"}, "[Int]"},
    {"f=(g p=(p,a);(g 1,g \"x\"))", {"Int"}, "((Int,Int),(Str,Int))"},
    {"f=a.map sqrt", {"[Int]"}, "[Float]"},
    {"f=a.filter len", {"[Str]"}, "[Str]"},
    {"f=a.filter{x%2}", {"[Int]"}, "[Int]"},
    {"f=a.find{x>1}??none", {"[Int]"}, "Int?"},
    {"f=a in b", {"Str", "Str"}, "Bool"},
    {"f=a in b", {"Int", "[Float]"}, "Bool"},
};

/* ---- running ---- */

typedef struct session {
  arena *home;
  intern *names;
  diag_sink *sink;
  core_module *module;
  infer *in;
  bool fine;
} session;

static session begin(const char *source) {
  session s = {.home = arena_new("test")};
  s.names = intern_new(s.home);
  source_set *sources = source_set_new(s.home);
  s.sink = diag_sink_new(s.home, 20);
  uint32_t file = source_add(sources, STR("test"), str_of(source));
  resolver *r = resolver_new(s.home, s.names, sources, (module_loader){0}, s.sink);
  s.module = resolve_module(r, parse_module(s.home, s.names, sources, file, s.sink));
  s.in = infer_new(s.home, s.names, r, s.sink);
  s.fine = diag_error_count(s.sink) == 0 && infer_module(s.in, s.module);
  return s;
}

static core_def *last(const session *s) {
  return s->module->main ? s->module->main : s->module->defs[s->module->count - 1];
}

static str said(const session *s) {
  strbuf out = strbuf_new(s->home);
  if (s->fine) infer_print_scheme(&out, s->in, last(s));
  for (uint32_t i = 0; i < diag_count(s->sink); i++) {
    const diag *d = diag_at(s->sink, i);
    strbuf_printf(&out, "%s%s %u-%u", out.len ? " " : "", diag_code_text(d->code), d->where.start, d->where.end);
  }
  return str_copy(s->home, strbuf_str(&out));
}

static void expect(str got, const char *wanted, const char *source) {
  if (!str_eq(got, str_of(wanted))) printf("%s\n  wanted %s\n  got    " STR_FMT "\n", source, wanted, STR_ARG(got));
  CU_ASSERT(str_eq(got, str_of(wanted)));
}

static void all_concrete(void *context, core *e) {
  bool *fine = context;
  *fine &= e->type && type_is_concrete(e->type);
  infer_each_child(e, all_concrete, context);
}

static bool has_instance(const session *s, type *t) {
  const infer_instance *i =
      infer_settle(s->in, t, last(s)->where) ? infer_instantiate(s->in, last(s), t, last(s)->where) : NULL;
  if (!i) return false;
  bool fine = true;
  if (i->body) all_concrete(&fine, i->body);
  return fine && infer_instantiate(s->in, last(s), t, last(s)->where) == i;
}

static void run(const row *rows, size_t count) {
  for (size_t i = 0; i < count; i++) {
    session s = begin(rows[i].source);
    expect(said(&s), rows[i].expected, rows[i].source);
    bool concrete = !s.fine || has_instance(&s, infer_open(s.in, last(&s)));
    if (!concrete) printf("%s\n  has no instance\n", rows[i].source);
    CU_ASSERT(concrete);
    arena_free(s.home);
  }
}

static void test_types(void) { run(types, sizeof types / sizeof *types); }
static void test_errors(void) { run(errors, sizeof errors / sizeof *errors); }

/* A type from its text: through an annotation. */
static type *type_of(session *s, const char *text) {
  str source = str_printf(s->home, "v:%s\nv=fail \"\"", text);
  source_set *sources = source_set_new(s->home);
  uint32_t file = source_add(sources, STR("type"), source);
  const ast_module *m = parse_module(s->home, s->names, sources, file, s->sink);
  return scheme_annotation(s->in, m->items[0].type)->type;
}

static void test_instances(void) {
  for (size_t i = 0; i < sizeof instances / sizeof *instances; i++) {
    session s = begin(instances[i].source);
    type *whole = infer_open(s.in, last(&s)), *t = type_find(whole);
    for (uint32_t k = 0; k < 2 && instances[i].arguments[k]; k++, t = type_find(t->args[1]))
      expect(infer_unify(s.in, t->args[0], type_of(&s, instances[i].arguments[k])) ? STR("fits") : said(&s), "fits",
             instances[i].source);
    CU_ASSERT(has_instance(&s, whole));
    strbuf out = strbuf_new(s.home);
    type_print(&out, t, s.names);
    expect(strbuf_str(&out), instances[i].expected, instances[i].source);
    CU_ASSERT_EQUAL(diag_count(s.sink), 0);
    arena_free(s.home);
  }
}

/* ---- sizes ---- */

static const char *text_of(const strbuf *b) { return str_copy(b->home, strbuf_str(b)).ptr; }

static void test_long_programs(void) {
  arena *a = arena_new("test");
  strbuf list = strbuf_new(a), table = strbuf_new(a), chain = strbuf_new(a);
  strbuf_add(&list, STR("[0"));
  strbuf_add(&table, STR("[(0,\"a\",0.5)"));
  strbuf_add(&chain, STR("f0=a+1\n"));
  for (int i = 1; i < 5000; i++) {
    strbuf_printf(&list, ",%d", i);
    strbuf_printf(&table, ",(%d,\"%c\",%d.5)", i, 'a' + i % 26, i);
    strbuf_printf(&chain, "f%d=f%d a\n", i, i - 1);
  }
  strbuf_add(&list, STR("]"));
  strbuf_add(&table, STR("]"));
  strbuf_add(&chain, STR("f4999 1"));
  const row rows[] = {{text_of(&list), "[Int]"}, {text_of(&table), "[(Int,Str,Float)]"}, {text_of(&chain), "Int"}};
  run(rows, sizeof rows / sizeof *rows);
  arena_free(a);
}

/* x1=(x0,x0);x2=(x1,x1);.. doubles forty times. */
static void test_heavy_types(void) {
  arena *a = arena_new("test");
  strbuf text = strbuf_new(a);
  strbuf_add(&text, STR("f=x0=(a,a);"));
  for (int i = 1; i < 40; i++) strbuf_printf(&text, "x%d=(x%d,x%d);", i, i - 1, i - 1);
  strbuf_add(&text, STR("x39.0"));
  session s = begin(text_of(&text));
  CU_ASSERT_FALSE(s.fine);
  expect(str_of(diag_code_name(diag_at(s.sink, 0)->code)), "too_deep", "forty pairs");
  arena_free(s.home);
  arena_free(a);
}

static const unit_case cases[] = {{"types", test_types},
                                  {"errors", test_errors},
                                  {"instances", test_instances},
                                  {"long programs", test_long_programs},
                                  {"heavy types", test_heavy_types}};

UNIT_MAIN("infer", cases)
