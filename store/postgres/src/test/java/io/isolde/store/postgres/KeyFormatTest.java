package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.codec.CodecException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The bytes of keys are in the order of the keys, and stand for them. */
class KeyFormatTest {
  private static final int COUNT = 300;

  private final Random random = new Random(2026);

  private <K extends Comparable<? super K>> void check(Class<K> type, List<K> keys) {
    KeyFormat<K> format = KeyFormat.sorted("map", type);
    for (K key : keys) {
      assertThat(format.key(format.bytes(key).array())).isEqualTo(key);
    }
    assertThat(firstDisorder(keys, format::bytes)).isNull();
  }

  /** Two keys whose bytes are in another order than they are; null if there are none. */
  private static <K extends Comparable<? super K>> List<K> firstDisorder(
      List<K> keys, Function<K, Bytes> bytes) {
    for (K one : keys) {
      for (K other : keys) {
        int order = Integer.signum(one.compareTo(other));
        if (order != Integer.signum(bytes.apply(one).compareTo(bytes.apply(other)))) {
          return List.of(one, other);
        }
      }
    }
    return null;
  }

  private <K> List<K> keys(Function<Random, K> make, List<K> special) {
    List<K> keys = new ArrayList<>(special);
    for (int i = 0; i < COUNT; i++) {
      keys.add(make.apply(random));
    }
    return keys;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      switch (random.nextInt(4)) {
        case 0 -> text.append((char) ('a' + random.nextInt(3)));
        case 1 -> text.append((char) random.nextInt(0x300));
        case 2 -> text.append((char) (0xE000 + random.nextInt(0x2000)));
        default -> text.appendCodePoint(0x1F300 + random.nextInt(0x300));
      }
    }
    return text.toString();
  }

  private List<String> texts() {
    return keys(KeyFormatTest::text, List.of("", "\0", "a\0", "\uFFFF", "\uD83D", "\uDE00"));
  }

  @Test
  void strings_areInOrder() {
    check(String.class, texts());
  }

  @Test
  void plantedFault_utf8InsteadOfUtf16_isFound() {
    assertThat(firstDisorder(texts(), s -> new Bytes(s.getBytes(StandardCharsets.UTF_8))))
        .isNotNull();
  }

  @Test
  void numbers_areInOrder() {
    check(Byte.class, keys(r -> (byte) r.nextInt(), List.of((byte) -128, (byte) 127)));
    check(Short.class, keys(r -> (short) r.nextInt(), List.of(Short.MIN_VALUE, Short.MAX_VALUE)));
    check(Integer.class, keys(Random::nextInt, List.of(Integer.MIN_VALUE, -1, 0, 1)));
    check(Long.class, keys(Random::nextLong, List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE)));
    check(
        BigInteger.class,
        keys(
            r -> new BigInteger(r.nextInt(90), r).multiply(BigInteger.valueOf(r.nextInt(3) - 1)),
            List.of(BigInteger.ZERO, BigInteger.ONE.negate(), BigInteger.valueOf(-256))));
  }

  @Test
  void floatingPointNumbers_areInOrder() {
    check(
        Double.class,
        keys(
            Random::nextGaussian,
            List.of(-0.0, 0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE)));
    check(
        Float.class,
        keys(
            r -> (float) r.nextGaussian(),
            List.of(-0.0f, 0.0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE)));
  }

  @Test
  void others_areInOrder() {
    check(Boolean.class, List.of(true, false));
    check(Character.class, keys(r -> (char) r.nextInt(), List.of('\0', '\uFFFF')));
    check(UUID.class, keys(r -> new UUID(r.nextLong(), r.nextLong()), List.of(new UUID(0, 0))));
  }

  @Test
  void times_areInOrder() {
    check(
        Instant.class,
        keys(
            r -> Instant.ofEpochSecond(r.nextInt(), r.nextInt(1_000_000_000)),
            List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)));
    check(
        Duration.class,
        keys(
            r -> Duration.ofSeconds(r.nextInt(), r.nextInt()),
            List.of(Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))));
    check(
        LocalDate.class,
        keys(r -> LocalDate.ofEpochDay(r.nextInt()), List.of(LocalDate.MIN, LocalDate.MAX)));
    check(LocalTime.class, keys(r -> LocalTime.ofSecondOfDay(r.nextInt(86_400)), List.of()));
    check(
        LocalDateTime.class,
        keys(
            r -> LocalDateTime.of(LocalDate.ofEpochDay(r.nextInt()), LocalTime.ofSecondOfDay(7)),
            List.of(LocalDateTime.MIN, LocalDateTime.MAX)));
  }

  private record Point(int x) implements Comparable<Point> {
    @Override
    public int compareTo(Point other) {
      return Integer.compare(x, other.x);
    }
  }

  @Test
  void sorted_typeWithoutKnownOrder_saysWhichThereAre() {
    assertThatThrownBy(() -> KeyFormat.sorted("points", Point.class))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("points")
        .hasMessageContaining("Instant");
  }
}
