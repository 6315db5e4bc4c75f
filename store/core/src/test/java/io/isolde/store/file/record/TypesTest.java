package io.isolde.store.file.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.codec.Codec;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.record.Description.Form;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values survive serialisation, and records survive changes of their components. */
class TypesTest {
  record Point(int x, long y, String name) {}

  record Line(Point from, Point to, List<Point> between) {}

  enum Direction {
    UP,
    DOWN {
      @Override
      public String toString() {
        return "down";
      }
    }
  }

  private final List<Description> announced = new ArrayList<>();
  private final Types types = new Types(List.of(), announced::add);

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDE00", "a\uDE00\uD83D", "\uD83D\uDE00\uD83Da"})
  void text_withHalfOfAPair_isRefused(String text) {
    assertThatThrownBy(() -> types.toBytes(text))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("surrogate");
  }

  static Stream<Object> values() {
    return Stream.of(
        "",
        "Köln \uD83D\uDE00",
        true,
        false,
        (byte) -7,
        Short.MIN_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        0L,
        -1.5f,
        Double.NaN,
        -0.0,
        'ß',
        BigInteger.TEN.pow(50).negate(),
        new BigDecimal("-1.00"),
        new BigDecimal("1E+1000"),
        UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
        Instant.MIN,
        Instant.ofEpochSecond(-1, 999_999_999),
        LocalDate.MAX,
        LocalTime.MAX,
        LocalDateTime.MIN,
        Duration.ofSeconds(-1, 1),
        OffsetDateTime.parse("2026-11-22T13:10:00+01:00"),
        ZonedDateTime.parse("2026-11-22T13:10:00+01:00[Europe/Berlin]"),
        ZoneId.of("Europe/Berlin"),
        ZoneOffset.UTC,
        Period.of(1, -2, 3),
        Year.of(2026),
        YearMonth.of(2026, 11),
        List.of(1, "two", List.of()),
        Set.of(1L),
        Map.of("one", 1),
        Optional.empty(),
        Optional.of("some"),
        Direction.UP,
        Direction.DOWN,
        TimeUnit.DAYS,
        new Point(-1, 1, "p"),
        new Line(new Point(0, 0, null), null, List.of(new Point(1, 1, "q"))));
  }

  private ValueReader reader() {
    return types.reader(List.of(Line.class, Direction.class));
  }

  @ParameterizedTest
  @MethodSource("values")
  void value_writtenAndRead_isEqual(Object value) {
    assertThat(reader().readAll(types.toBytes(value))).isEqualTo(value);
    assertThat(types.plainReader().readAll(types.toBytes(value)).toString()).isNotNull();
  }

  @Test
  void bytes_writtenAndRead_areEqual() {
    byte[] value = {1, -1, 0};

    assertThat((byte[]) reader().readAll(types.toBytes(value))).isEqualTo(value);
  }

  @Test
  void recordClass_writtenTwice_isAnnouncedOnce() {
    types.toBytes(new Point(1, 2, "p"));
    types.toBytes(new Point(3, 4, "q"));

    assertThat(announced)
        .containsExactly(
            new Description(64, Form.RECORD, Point.class.getName(), List.of("x", "y", "name")));
  }

  @Test
  void recordClass_announcedBefore_keepsItsNumber() {
    Description before =
        new Description(70, Form.RECORD, Point.class.getName(), List.of("x", "y", "name"));
    types.restore(before);
    types.toBytes(new Point(1, 2, "p"));
    types.toBytes(Direction.UP);

    assertThat(announced).extracting(Description::id).containsExactly(71);
  }

  /** The bytes that an earlier version of Point, with other components, would have written. */
  private byte[] written(List<String> components, Object... values) {
    Description earlier = new Description(80, Form.RECORD, Point.class.getName(), components);
    types.restore(earlier);
    Output out = new Output();
    out.unsigned(80);
    for (Object value : values) {
      types.write(value, out);
    }
    return out.toBytes();
  }

  @Test
  void record_readAfterComponentsWereReordered_findsThemByName() {
    byte[] bytes = written(List.of("name", "y", "x"), "p", 2L, 1);

    assertThat(reader().readAll(bytes)).isEqualTo(new Point(1, 2, "p"));
  }

  @Test
  void record_readAfterComponentsWereAdded_hasZeroAndNull() {
    byte[] bytes = written(List.of("x"), 1);

    assertThat(reader().readAll(bytes)).isEqualTo(new Point(1, 0, null));
  }

  @Test
  void record_readAfterComponentsWereRemoved_dropsThem() {
    types.restore(new Description(81, Form.RECORD, "gone.Colour", List.of("rgb")));
    Output colour = new Output();
    byte[] point = written(List.of("x", "y", "name"), 1, 2L, "p");
    types.restore(
        new Description(
            80, Form.RECORD, Point.class.getName(), List.of("colour", "x", "y", "name")));
    colour.unsigned(80);
    colour.unsigned(81);
    types.write(0xffffff, colour);
    colour.write(point, 1, point.length - 1);

    assertThat(reader().readAll(colour.toBytes())).isEqualTo(new Point(1, 2, "p"));
  }

  @Test
  void record_readAfterComponentWasWidened_isConverted() {
    byte[] bytes = written(List.of("x", "y", "name"), 1, 2, "p");

    assertThat(reader().readAll(bytes)).isEqualTo(new Point(1, 2, "p"));
  }

  @Test
  void record_readAfterComponentChangedItsType_isRefused() {
    byte[] bytes = written(List.of("x", "y", "name"), "one", 2L, "p");

    assertThatThrownBy(() -> reader().readAll(bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll(Point.class.getName(), "one");
  }

  @Test
  void enumConstant_gone_isRefusedByName() {
    types.restore(
        new Description(90, Form.ENUM, Direction.class.getName(), List.of("LEFT", "DOWN")));
    Output left = new Output();
    left.unsigned(90);
    left.unsigned(0);
    Output down = new Output();
    down.unsigned(90);
    down.unsigned(1);

    assertThat(reader().readAll(down.toBytes())).isEqualTo(Direction.DOWN);
    assertThatThrownBy(() -> reader().readAll(left.toBytes()))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll(Direction.class.getName(), "LEFT");
  }

  @Test
  void bytes_cutAnywhere_areRefused() {
    byte[] bytes = types.toBytes(new Point(1, 2, "name"));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> reader().readAll(cut)).isInstanceOf(CodecException.class);
    }
  }

  @Test
  void unknownClass_isRefusedAndSaysWhatHelps() {
    assertThatThrownBy(() -> types.toBytes(new Thread()))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll("java.lang.Thread", "a record", "Codec");
  }

  // ---- codecs ----

  private static final class Secret {
    final String word;

    Secret(String word) {
      this.word = word;
    }
  }

  private static final class SecretCodec implements Codec<Secret> {
    @Override
    public Class<Secret> type() {
      return Secret.class;
    }

    @Override
    public void write(Secret value, DataOutput out) throws IOException {
      if (value.word.isEmpty()) {
        throw new IOException("an empty secret");
      }
      out.writeUTF(value.word);
    }

    @Override
    public Secret read(DataInput in) throws IOException {
      return new Secret(in.readUTF());
    }
  }

  @Test
  void classWithCodec_writtenAndRead_isTheSame() {
    Types withCodec = new Types(List.of(new SecretCodec()), announced::add);
    byte[] bytes = withCodec.toBytes(List.of(new Secret("sesame")));

    List<?> read = (List<?>) withCodec.reader(List.of(List.class)).readAll(bytes);
    assertThat(((Secret) read.get(0)).word).isEqualTo("sesame");
    assertThat(withCodec.plainReader().readAll(bytes).toString()).contains("Secret[");
  }

  @Test
  void classWithCodec_thatFails_isRefused() {
    Types withCodec = new Types(List.of(new SecretCodec()), announced::add);

    assertThatThrownBy(() -> withCodec.toBytes(new Secret("")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("an empty secret");
  }
}
