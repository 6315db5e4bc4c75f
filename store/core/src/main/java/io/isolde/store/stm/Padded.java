package io.isolde.store.stm;

/**
 * Padding against false sharing: 128 bytes before the fields of the subclass keep what one thread
 * writes off the cache lines that another thread uses.
 */
@SuppressWarnings("unused")
abstract class Padded {
  private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
}
