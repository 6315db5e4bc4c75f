package io.isolde.benchmarks.durable.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An account. Immutable.
 *
 * @param balance what is in it
 * @param owner the name of its owner
 */
public record Account(long balance, String owner) {
  /** What is in an account at first. */
  public static final long OPENING_BALANCE = 1000;

  /** About how many bytes an account takes, unless another size is asked for. */
  public static final int BYTES = 96;

  /** A new account. */
  public static Account opened(int number) {
    return opened(number, BYTES);
  }

  /** A new account that takes about {@code bytes} bytes. */
  public static Account opened(int number, int bytes) {
    String name = "owner of account " + number + " ";
    int rest = Math.max(0, bytes - Long.BYTES - name.length());
    return new Account(OPENING_BALANCE, name + ".".repeat(rest));
  }

  /** The account after a deposit, or a withdrawal if {@code amount} is negative. */
  public Account plus(long amount) {
    return new Account(balance + amount, owner);
  }

  /** The form in which peers that know only bytes store it. */
  public byte[] toBytes() {
    byte[] text = owner.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(Long.BYTES + text.length).putLong(balance).put(text).array();
  }

  /** The account that {@link #toBytes} encoded. */
  public static Account of(byte[] bytes) {
    long balance = ByteBuffer.wrap(bytes).getLong();
    int length = bytes.length - Long.BYTES;
    return new Account(balance, new String(bytes, Long.BYTES, length, StandardCharsets.ISO_8859_1));
  }

  /** The number of an account as a key; keys are ordered as numbers are. */
  static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}
