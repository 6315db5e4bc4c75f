package io.isolde.stm.engine;

/**
 * A check that the stack has room for code that must not fail half-way.
 *
 * <p>The JVM throws a {@link StackOverflowError} where a method is called, at any depth and in any
 * method. Code that is about to acquire something that it must release calls {@link #require}
 * first. Either that throws, while nothing is acquired yet, or the code that follows in that frame
 * and below it does not, as long as it uses no more than {@link #BYTES}.
 */
final class StackRoom {
  /*
   * Idea. require() declares so many variables that its frame takes BYTES in the interpreter. When
   * it is compiled, its frame is next to nothing and vanishes by inlining. But HotSpot's compilers
   * make code check on entry for the room that its frames would take in the interpreter, inlined
   * ones included, since it may have to continue there. They do so only if the method has a place
   * where it might: hence the branch, which is never taken. The check costs a store for each page
   * of the stack.
   */

  /**
   * More than the deepest call chain of the engine takes, without user code and with every frame
   * interpreted.
   */
  static final int BYTES = 12 * 1024;

  @SuppressWarnings("NonFinalStaticField") // a constant would be compiled away
  private static boolean neverTrue;

  private StackRoom() {}

  /** Throws {@link StackOverflowError} unless {@link #BYTES} are left below the caller's frame. */
  @SuppressWarnings({"unused", "UnusedVariable"})
  static void require() {
    long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af, ag, ah, ai, aj, ak, al, am;
    long an, ao, ap, aq, ar, as, at, au, av, aw, ax, ay, az, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9;
    long ba, bb, bc, bd, be, bf, bg, bh, bi, bj, bk, bl, bm, bn, bo, bp, bq, br, bs, bt, bu, bv, bw;
    long bx, by, bz, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf, cg, ch, ci, cj;
    long ck, cl, cm, cn, co, cp, cq, cr, cs, ct, cu, cv, cw, cx, cy, cz, d0, d1, d2, d3, d4, d5, d6;
    long d7, d8, d9, da, db, dc, dd, de, df, dg, dh, di, dj, dk, dl, dm, dn, dp, dq, dr, ds, dt, du;
    long dv, dw, dx, dy, dz, e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, ea, eb, ec, ed, ee, ef, eg, eh;
    long ei, ej, ek, el, em, en, eo, ep, eq, er, es, et, eu, ev, ew, ex, ey, ez, f0, f1, f2, f3, f4;
    long f5, f6, f7, f8, f9, fa, fb, fc, fd, fe, ff, fg, fh, fi, fj, fk, fl, fm, fn, fo, fp, fq, fr;
    long fs, ft, fu, fv, fw, fx, fy, fz, g0, g1, g2, g3, g4, g5, g6, g7, g8, g9, ga, gb, gc, gd, ge;
    long gf, gg, gh, gi, gj, gk, gl, gm, gn, go, gp, gq, gr, gs, gt, gu, gv, gw, gx, gy, gz, h0, h1;
    long h2, h3, h4, h5, h6, h7, h8, h9, ha, hb, hc, hd, he, hf, hg, hh, hi, hj, hk, hl, hm, hn, ho;
    long hp, hq, hr, hs, ht, hu, hv, hw, hx, hy, hz, i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, ia, ib;
    long ic, id, ie, ig, ih, ii, ij, ik, il, im, in, io, ip, iq, ir, is, it, iu, iv, iw, ix, iy, iz;
    long j0, j1, j2, j3, j4, j5, j6, j7, j8, j9, ja, jb, jc, jd, je, jf, jg, jh, ji, jj, jk, jl, jm;
    long jn, jo, jp, jq, jr, js, jt, ju, jv, jw, jx, jy, jz, k0, k1, k2, k3, k4, k5, k6, k7, k8, k9;
    long ka, kb, kc, kd, ke, kf, kg, kh, ki, kj, kk, kl, km, kn, ko, kp, kq, kr, ks, kt, ku, kv, kw;
    long kx, ky, kz, l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, la, lb, lc, ld, le, lf, lg, lh, li, lj;
    long lk, ll, lm, ln, lo, lp, lq, lr, ls, lt, lu, lv, lw, lx, ly, lz, m0, m1, m2, m3, m4, m5, m6;
    long m7, m8, m9, ma, mb, mc, md, me, mf, mg, mh, mi, mj, mk, ml, mm, mn, mo, mp, mq, mr, ms, mt;
    long mu, mv, mw, mx, my, mz, n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, na, nb, nc, nd, ne, nf, ng;
    long nh, ni, nj, nk, nl, nm, nn, no, np, nq, nr, ns, nt, nu, nv, nw, nx, ny, nz, o0, o1, o2, o3;
    long o4, o5, o6, o7, o8, o9, oa, ob, oc, od, oe, of, og, oh, oi, oj, ok, ol, om, on, oo, op, oq;
    long or, os, ot, ou, ov, ow, ox, oy, oz, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, pa, pb, pc, pd;
    long pe, pf, pg, ph, pi, pj, pk, pl, pm, pn, po, pp, pq, pr, ps, pt, pu, pv, pw, px, py, pz, q0;
    long q1, q2, q3, q4, q5, q6, q7, q8, q9, qa, qb, qc, qd, qe, qf, qg, qh, qi, qj, qk, ql, qm, qn;
    long qo, qp, qq, qr, qs, qt, qu, qv, qw, qx, qy, qz, r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, ra;
    long rb, rc, rd, re, rf, rg, rh, ri, rj, rk, rl, rm, rn, ro, rp, rq, rr, rs, rt, ru, rv, rw, rx;
    long ry, rz, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb, sc, sd, se, sf, sg, sh, si, sj, sk;
    long sl, sm, sn, so, sp, sq, sr, ss, st, su, sv, sw, sx, sy, sz, t0, t1, t2, t3, t4, t5, t6, t7;
    long t8, t9, ta, tb, tc, td, te, tf, tg, th, ti, tj, tk, tl, tm, tn, to, tp, tq, tr, ts, tt, tu;
    long tv, tw, tx, ty, tz, u0, u1, u2, u3, u4, u5, u6, u7, u8, u9, ua, ub, uc, ud, ue, uf, ug, uh;
    long ui, uj, uk, ul, um, un, uo, up, uq, ur, us, ut, uu, uv, uw, ux, uy, uz, v0, v1, v2, v3, v4;
    long v5, v6, v7, v8, v9, va, vb, vc, vd;
    if (neverTrue) {
      throw new StackOverflowError();
    }
  }
}
