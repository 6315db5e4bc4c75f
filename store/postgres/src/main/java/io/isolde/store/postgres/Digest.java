package io.isolde.store.postgres;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Short bytes that stand for long ones, which an index of the database could not hold. */
final class Digest {
  private Digest() {}

  static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
