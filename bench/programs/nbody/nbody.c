#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = 5 };
typedef struct { double x, y, z, u, v, w, m; } body;

static double soft(double i, double j, double k) { return i * i + j * j + k * k + 0.01; }

static void pull(body *p, const body *q) {
  double i = q->x - p->x, j = q->y - p->y, k = q->z - p->z, s = soft(i, j, k), f = 0.001 * q->m / (s * sqrt(s));
  p->u += f * i, p->v += f * j, p->w += f * k;
}

static void step(body *b) {
  for (int p = 0; p < N; p++)
    for (int q = 0; q < N; q++) pull(&b[p], &b[q]);
  for (int p = 0; p < N; p++) b[p].x += 0.001 * b[p].u, b[p].y += 0.001 * b[p].v, b[p].z += 0.001 * b[p].w;
}

static double energy(const body *b) {
  double kinetic = 0, potential = 0;
  for (int p = 0; p < N; p++) kinetic += b[p].m * (b[p].u * b[p].u + b[p].v * b[p].v + b[p].w * b[p].w) / 2;
  for (int p = 0; p < N; p++)
    for (int q = p + 1; q < N; q++)
      potential += b[p].m * b[q].m / sqrt(soft(b[q].x - b[p].x, b[q].y - b[p].y, b[q].z - b[p].z));
  return kinetic - potential;
}

int main(int argc, char **argv) {
  body bodies[N] = {{0, 0, 0, 0, 0, 0, 39.47},
                    {4.84, -1.16, -0.10, 0.61, 2.81, -0.02, 0.037},
                    {8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011},
                    {12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017},
                    {15.37, -25.9, 0.179, 0.979, 0.594, -0.034, 0.002}};
  for (long n = atol(argv[1]); n > 0; n--) step(bodies);
  printf("%.9f\n", energy(bodies));
}
