package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.isolde.store.Store;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreUri;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.journal.CraftedFiles;
import io.isolde.store.file.record.BaseFile;
import io.isolde.store.file.record.Description;
import io.isolde.store.file.record.Description.Form;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation.Based;
import io.isolde.store.file.record.RedoOperation.Define;
import io.isolde.store.file.record.RedoOperation.Describe;
import io.isolde.store.file.record.RedoOperation.Put;
import io.isolde.store.file.record.RedoOperation.Shape;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files with valid checksums whose contents no store would have written. They are refused, naming
 * the file and the offset in it, and no class is instantiated that the program does not know.
 */
class CraftedFilesTest {
  private static final long ALLOCATED_BYTES_PER_BYTE = 64;
  private static final long ALLOCATED_BYTES_BESIDES = 16 << 20;
  private static final int RECORD = 64;
  private static final int ENUM = 65;
  private static final int FOREIGN = 66;
  private static final int GONE = 67;

  record Account(String owner, TimeUnit unit) {}

  /** A class that is on the class path, but not declared by anything that is opened. */
  record Foreign(String owner, TimeUnit unit) {
    static {
      ForeignClasses.initialised = true;
    }
  }

  static final class ForeignClasses {
    static boolean initialised;
  }

  private static final List<byte[]> BEGINNING =
      List.of(
          new Define(1, Shape.MAP, "map", List.of("java.lang.String", Account.class.getName()))
              .toBytes(),
          new Define(2, Shape.REF, "ref", List.of("java.lang.Object")).toBytes(),
          new Define(3, Shape.COUNTER, "counter", List.of()).toBytes(),
          describe(RECORD, Form.RECORD, Account.class.getName(), "owner", "unit"),
          describe(ENUM, Form.ENUM, TimeUnit.class.getName(), "DAYS"),
          describe(FOREIGN, Form.RECORD, Foreign.class.getName(), "owner", "unit"),
          describe(GONE, Form.CODEC, "gone.Away"));

  private static byte[] describe(int id, Form form, String name, String... parts) {
    return new Describe(new Description(id, form, name, List.of(parts))).toBytes();
  }

  private static FileStore open(SimulatedDisk disk) throws IOException {
    FileOptions options = FileOptions.of(Path.of("simulated"));
    return StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
  }

  private static void openAll(SimulatedDisk disk) throws IOException {
    try (Store store = open(disk)) {
      store.map("map", String.class, Account.class);
      store.ref("ref", Object.class, "");
    }
  }

  private static List<byte[]> with(byte[] payload) {
    return Stream.concat(BEGINNING.stream(), Stream.of(payload)).toList();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] written(Consumer<Output> writing) {
    Output out = new Output();
    writing.accept(out);
    return out.toBytes();
  }

  private static byte[] text(int id, String text) {
    return written(
        out -> {
          out.unsigned(id);
          out.text(text);
        });
  }

  private static byte[] nested(int depth) {
    return bytes("2001".repeat(depth) + "00");
  }

  private static Arguments value(String what, byte[] value) {
    return Arguments.of("value: " + what, new Put(2, new byte[0], value).toBytes());
  }

  private static Arguments record(String what, String hex) {
    return Arguments.of("record: " + what, bytes(hex));
  }

  static Stream<Arguments> crafted() {
    return Stream.of(
        value("none", bytes("")),
        value("null", bytes("00")),
        value("two", bytes("0202 0202")),
        value("a text of two GiB", bytes("01 ffffffff07 61")),
        value("a text of a negative length", bytes("01 ffffffffffffffffff01 61")),
        value("a text that is not UTF-8", bytes("01 02 c328")),
        value("a text with half of a pair", bytes("01 03 eda080")),
        value("a list of two billion", bytes("20 ffffffff07 00")),
        value("a set of a negative count", bytes("21 ffffffffffffffffff01 00")),
        value("a map of two billion", bytes("22 ffffffff07 00")),
        value("a map without the last value", bytes("22 01 0100")),
        value("lists in lists", nested(300)),
        value("very many lists in lists", nested(1_000_000)),
        value("optionals in optionals", bytes("23".repeat(100_000) + "00")),
        value("an unknown number of the JDK", bytes("3f")),
        value("an unknown class", bytes("7f")),
        value("a negative class", bytes("ffffffffffffffffff01")),
        value("a number without an end", bytes("06 ffffffffffffffffffffff")),
        value("a number longer than it has to be", bytes("06 8000")),
        value("a boolean of two", bytes("02 02")),
        value("a byte of 300", bytes("03 d804")),
        value("an int of a long", bytes("05 ffffffffff7f")),
        value("a float of a double", bytes("07 0102030405060708")),
        value("a character of three bytes", bytes("09 ffff7f")),
        value("an integer without bytes", bytes("0a 00")),
        value("a decimal without bytes", bytes("0b 00 00")),
        value("half a UUID", bytes("0c 0102030405060708")),
        value("an instant after the last", bytes("0d feffffffffffffffff01 00")),
        value("too many nanoseconds", bytes("11 00 ffffffff07")),
        value("a date after the last", bytes("0e feffffffffffffffff01")),
        value("a time of another day", bytes("0f ffffffffffffffff7f")),
        value("an unknown zone", text(21, "Europe/Nowhere")),
        value("no zone", text(21, "")),
        value("a period that is none", text(22, "P")),
        value("a year that is none", text(23, "++5")),
        value("a month without a year", text(24, "12")),
        value("a month that is none", text(24, "2026-13")),
        value("a time with an offset that is none", text(19, "2026")),
        value("bytes over the end", bytes("12 05 00")),
        value("an enum without a place", bytes("41")),
        value("an enum at a place that is none", bytes("41 01")),
        value("a record that ends early", bytes("40 0101")),
        record("unknown operation", "08"),
        record("incarnation without a number", "07 05 01020304050607"),
        record("operation zero", "00"),
        record("name of an unknown kind", "01 09 04 0161 00"),
        record("name with two billion classes", "01 09 02 0161 ffffffff07"),
        record("name of a negative number", "01 ffffffffffffffffff01 02 0161 00"),
        record("name of the largest number", "01 ffffffff07 02 0161 00"),
        record("name that is another before", "01 01 01 0161 00"),
        record("name that ends early", "01"),
        record("class of an unknown form", "02 48 03 0161 00"),
        record("class of a number of the JDK", "02 05 00 0161 00"),
        record("class of the largest number", "02 ffffffff07 00 0161 00"),
        record("class that is another before", "02 40 00 0161 00"),
        record("class with two billion parts", "02 48 00 0161 ffffffff07"),
        record("value under no name", "03 09 0161 0202"),
        record("value with a key over the end", "03 01 ff7f 00"),
        record("value of a counter with a key", "03 03 0161 0600"),
        record("value of a map without a key", "03 01 00 0600"),
        record("removal under no name", "04 09 0161"),
        record("negative record that does not count", "05 ffffffffffffffffff01"),
        Arguments.of(
            "record: base outside",
            written(
                out ->
                    new Based(1, new BaseFile("../../etc/passwd", 1, 1, 1, 1, 1)).writeTo(out))));
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /**
   * Requires a refusal that allocates no more memory than the file warrants: the lengths that the
   * file claims are not trusted.
   */
  private static void requireRefused(SimulatedDisk disk, List<byte[]> payloads, String file) {
    long allocatedBefore = allocatedBytes();
    assertThatThrownBy(() -> openAll(disk))
        .isInstanceOfSatisfying(
            StoreDamagedException.class,
            e -> {
              assertThat(e.file()).isEqualTo(file);
              assertThat(e.offset()).isEqualTo(CraftedFiles.offset(payloads, BEGINNING.size()));
            });
    long fileBytes = CraftedFiles.offset(payloads, payloads.size());
    assertThat(allocatedBytes() - allocatedBefore)
        .isLessThan(ALLOCATED_BYTES_BESIDES + ALLOCATED_BYTES_PER_BYTE * fileBytes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("crafted")
  void journal_withCraftedRecord_isRefusedWithItsPlace(String what, byte[] payload)
      throws IOException {
    List<byte[]> payloads = with(payload);

    requireRefused(CraftedFiles.journal(payloads), payloads, "journal-0000000000000001.log");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("crafted")
  void checkpoint_withCraftedRecord_isRefusedWithItsPlace(String what, byte[] payload)
      throws IOException {
    List<byte[]> payloads = with(payload);

    requireRefused(CraftedFiles.checkpoint(payloads), payloads, "checkpoint-0000000000000001.data");
  }

  private static byte[] put(int id, byte[] value) {
    return new Put(id, id == 1 ? text(1, "key") : new byte[0], value).toBytes();
  }

  private static void requireOfNoUse(byte[] payload, String... reasons) throws IOException {
    List<byte[]> payloads = with(payload);
    long offset = CraftedFiles.offset(payloads, BEGINNING.size());
    SimulatedDisk disk = CraftedFiles.journal(payloads);

    assertThatThrownBy(() -> openAll(disk))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("journal-0000000000000001.log, byte " + offset)
        .hasMessageContainingAll(reasons);
  }

  @Test
  void recordClass_thatIsNotDeclared_isRefusedAndNotInitialised() throws IOException {
    byte[] foreign = bytes("42 0101 61 00");

    requireOfNoUse(put(1, foreign), "'map'", "Foreign", "not declared");
    requireOfNoUse(put(2, foreign), "'ref'", "Foreign", "not declared");
    requireOfNoUse(put(2, bytes("20 01 42 0101 61 00")), "'ref'", "Foreign", "not declared");
    assertThat(ForeignClasses.initialised).isFalse();
  }

  @Test
  void value_ofAnotherClassThanDeclared_isRefused() throws IOException {
    requireOfNoUse(put(1, bytes("01 0161")), "'map'", "java.lang.String", "Account");
    requireOfNoUse(put(1, bytes("40 0600 00")), "'map'", "Account");
    requireOfNoUse(put(1, bytes("40 00 0600")), "'map'", "Account");
    requireOfNoUse(put(2, bytes("43 00")), "'ref'", "no Codec for gone.Away");
  }

  static Stream<Arguments> manifests() {
    return Stream.of(
        Arguments.of(-1L, 0L, 0L, 32L),
        Arguments.of(Long.MAX_VALUE, 0L, 0L, 32L),
        Arguments.of(0L, -1L, 0L, 40L),
        Arguments.of(0L, Long.MAX_VALUE, 0L, 40L),
        Arguments.of(0L, 0L, Long.MIN_VALUE, 48L));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void manifest_withNumbersThatAreNone_isRefusedWithTheirPlace(
      long checkpoint, long from, long through, long offset) throws IOException {
    SimulatedDisk disk = CraftedFiles.manifest(checkpoint, from, through);

    assertThatThrownBy(() -> open(disk))
        .isInstanceOfSatisfying(
            StoreDamagedException.class,
            e -> {
              assertThat(e.file()).isEqualTo("manifest");
              assertThat(e.offset()).isEqualTo(offset);
            });
  }

  @Test
  void manifest_withNumbersOfMissingFiles_isRefused() throws IOException {
    assertThatThrownBy(() -> open(CraftedFiles.manifest(7, 0, 0)))
        .isInstanceOf(StoreDamagedException.class);
    assertThatThrownBy(() -> open(CraftedFiles.manifest(0, 0, 1L << 62)))
        .isInstanceOf(StoreDamagedException.class);
  }
}
