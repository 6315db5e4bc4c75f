package io.isolde.store.file.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The format of a class of the JDK whose values hold no others. Its number is part of the file
 * format. Immutable.
 */
record JdkFormat<T>(int id, Class<T> type, BiConsumer<Output, T> writer, Function<Input, T> reader)
    implements Format {
  static final int LONG_ID = 6;

  private static final long NANO_MAX = 999_999_999;

  static final List<JdkFormat<?>> ALL =
      List.of(
          new JdkFormat<>(1, String.class, Output::text, Input::text),
          new JdkFormat<>(
              2, Boolean.class, (out, b) -> out.write(b ? 1 : 0), in -> in.unsigned(1) == 1),
          new JdkFormat<>(
              3,
              Byte.class,
              (out, n) -> out.signed(n),
              in -> (byte) in.signed(Byte.MIN_VALUE, Byte.MAX_VALUE)),
          new JdkFormat<>(
              4,
              Short.class,
              (out, n) -> out.signed(n),
              in -> (short) in.signed(Short.MIN_VALUE, Short.MAX_VALUE)),
          new JdkFormat<>(5, Integer.class, (out, n) -> out.signed(n), JdkFormat::readInt),
          new JdkFormat<>(LONG_ID, Long.class, Output::signed, Input::signed),
          new JdkFormat<>(
              7,
              Float.class,
              (out, f) -> out.fixed(Float.floatToIntBits(f)),
              in -> Float.intBitsToFloat(Math.toIntExact(in.fixed()))),
          new JdkFormat<>(
              8,
              Double.class,
              (out, d) -> out.fixed(Double.doubleToLongBits(d)),
              in -> Double.longBitsToDouble(in.fixed())),
          new JdkFormat<>(
              9,
              Character.class,
              (out, c) -> out.unsigned(c),
              in -> (char) in.unsigned(Character.MAX_VALUE)),
          new JdkFormat<>(
              10,
              BigInteger.class,
              (out, number) -> out.bytes(number.toByteArray()),
              in -> new BigInteger(in.bytes())),
          new JdkFormat<>(
              11,
              BigDecimal.class,
              (out, number) -> {
                out.signed(number.scale());
                out.bytes(number.unscaledValue().toByteArray());
              },
              in -> {
                int scale = readInt(in);
                return new BigDecimal(new BigInteger(in.bytes()), scale);
              }),
          new JdkFormat<>(
              12,
              UUID.class,
              (out, uuid) -> {
                out.fixed(uuid.getMostSignificantBits());
                out.fixed(uuid.getLeastSignificantBits());
              },
              in -> new UUID(in.fixed(), in.fixed())),
          new JdkFormat<>(
              13,
              Instant.class,
              (out, instant) -> {
                out.signed(instant.getEpochSecond());
                out.unsigned(instant.getNano());
              },
              in -> Instant.ofEpochSecond(in.signed(), in.unsigned(NANO_MAX))),
          new JdkFormat<>(
              14,
              LocalDate.class,
              (out, date) -> out.signed(date.toEpochDay()),
              in -> LocalDate.ofEpochDay(in.signed())),
          new JdkFormat<>(
              15,
              LocalTime.class,
              (out, time) -> out.unsigned(time.toNanoOfDay()),
              in -> LocalTime.ofNanoOfDay(in.unsigned())),
          new JdkFormat<>(
              16,
              LocalDateTime.class,
              (out, time) -> {
                out.signed(time.toLocalDate().toEpochDay());
                out.unsigned(time.toLocalTime().toNanoOfDay());
              },
              in ->
                  LocalDateTime.of(
                      LocalDate.ofEpochDay(in.signed()), LocalTime.ofNanoOfDay(in.unsigned()))),
          new JdkFormat<>(
              17,
              Duration.class,
              (out, duration) -> {
                out.signed(duration.getSeconds());
                out.unsigned(duration.getNano());
              },
              in -> Duration.ofSeconds(in.signed(), in.unsigned(NANO_MAX))),
          new JdkFormat<>(18, byte[].class, Output::bytes, Input::bytes),
          asText(19, OffsetDateTime.class, OffsetDateTime::parse),
          asText(20, ZonedDateTime.class, ZonedDateTime::parse),
          asText(21, ZoneId.class, ZoneId::of),
          asText(22, Period.class, Period::parse),
          asText(23, Year.class, text -> Year.of(Integer.parseInt(text))),
          asText(24, YearMonth.class, JdkFormat::yearMonth));

  private static int readInt(Input in) {
    return (int) in.signed(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Parses a year and a month. The text of a year after 9999 has no sign, but {@code
   * YearMonth.parse} requires one.
   */
  private static YearMonth yearMonth(String text) {
    int dash = text.lastIndexOf('-');
    int year = Integer.parseInt(text.substring(0, dash));
    return YearMonth.of(year, Integer.parseInt(text.substring(dash + 1)));
  }

  private static <T> JdkFormat<T> asText(int id, Class<T> type, Function<String, T> parse) {
    return new JdkFormat<>(
        id, type, (out, value) -> out.text(value.toString()), in -> parse.apply(in.text()));
  }

  @Override
  public void write(Object value, Output out, Types types) {
    writer.accept(out, type.cast(value));
  }

  @Override
  public Object read(Input in, ValueReader values, Declared declared) {
    return reader.apply(in);
  }
}
