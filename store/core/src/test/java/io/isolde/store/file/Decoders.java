package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreUri;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.journal.CraftedFiles;
import io.isolde.store.file.record.Description;
import io.isolde.store.file.record.Description.Form;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation.Define;
import io.isolde.store.file.record.RedoOperation.Describe;
import io.isolde.store.file.record.RedoOperation.Put;
import io.isolde.store.file.record.RedoOperation.Shape;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.record.ValueReader;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Feeds arbitrary bytes to any decoder, which must read them or refuse them with a documented
 * exception. The first byte selects the decoder.
 */
final class Decoders {
  enum Colour {
    RED,
    GREEN
  }

  sealed interface Part permits Digit, Many {}

  record Digit(int number, Colour colour) implements Part {}

  record Many(
      List<Part> parts,
      ArrayList<Integer> numbers,
      EnumSet<Colour> colours,
      TreeMap<String, Optional<Part>> byName,
      Object anything)
      implements Part {}

  private static final List<byte[]> BEGINNING =
      List.of(
          new Define(1, Shape.MAP, "map", List.of("java.lang.String", Part.class.getName()))
              .toBytes(),
          new Define(2, Shape.SORTED_MAP, "sorted", List.of("java.lang.Long", "java.lang.Object"))
              .toBytes(),
          new Define(3, Shape.COUNTER, "counter", List.of()).toBytes(),
          described(64, Form.RECORD, Digit.class, "number", "colour"),
          described(65, Form.ENUM, Colour.class, "RED", "GREEN"),
          described(
              66, Form.RECORD, Many.class, "parts", "numbers", "colours", "byName", "anything"),
          new Put(3, new byte[0], new byte[] {6, 2}).toBytes());

  private Decoders() {}

  private static byte[] described(int id, Form form, Class<?> type, String... parts) {
    return new Describe(new Description(id, form, type.getName(), List.of(parts))).toBytes();
  }

  /** Feeds all bytes but the first to the decoder that the first one selects. */
  static void decode(byte[] data) {
    if (data.length > 0) {
      byte[] rest = Arrays.copyOfRange(data, 1, data.length);
      try {
        decode(data[0] & 7, rest);
      } catch (StoreDamagedException e) {
        assertThat(e.offset()).isNotNegative();
      } catch (CodecException | IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotNull();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void decode(int decoder, byte[] bytes) throws IOException {
    switch (decoder) {
      case 0 -> value(bytes, Part.class);
      case 1 -> value(bytes, Object.class);
      case 2 -> open(CraftedFiles.journal(withBeginning(List.of(bytes))));
      case 3 -> open(CraftedFiles.checkpoint(withBeginning(split(bytes))));
      case 4 -> open(manifest(bytes));
      case 5 -> open(with("journal-0000000000000001.log", bytes));
      case 6 -> open(with("manifest", bytes));
      default -> open(with("checkpoint-0000000000000001.data", bytes));
    }
  }

  /** A value that is accepted can be written again. */
  private static void value(byte[] bytes, Class<?> type) {
    Types types = new Types(List.of(), description -> {});
    types.restore(description(64, Form.RECORD, Digit.class, "number", "colour"));
    types.restore(description(65, Form.ENUM, Colour.class, "RED", "GREEN"));
    types.restore(
        description(
            66, Form.RECORD, Many.class, "parts", "numbers", "colours", "byName", "anything"));
    try {
      types.plainReader().readAll(bytes);
    } catch (CodecException e) {
      // allowed; the reader with classes refuses it, too
    }
    ValueReader reader = types.reader(List.of(type, Part.class));
    Object value = reader.readAll(bytes, type);
    if (type.isInstance(value)) {
      Output again = new Output();
      types.write(value, type, reader, again);
    }
  }

  private static Description description(int id, Form form, Class<?> type, String... parts) {
    return new Description(id, form, type.getName(), List.of(parts));
  }

  private static List<byte[]> withBeginning(List<byte[]> records) {
    List<byte[]> all = new ArrayList<>(BEGINNING);
    records.stream().filter(payload -> payload.length > 0).forEach(all::add);
    return all;
  }

  /** Splits at bytes that are 255. */
  private static List<byte[]> split(byte[] bytes) {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int end = 0; end <= bytes.length; end++) {
      if (end == bytes.length || bytes[end] == -1) {
        parts.add(Arrays.copyOfRange(bytes, start, end));
        start = end + 1;
      }
    }
    return parts;
  }

  private static SimulatedDisk manifest(byte[] bytes) throws IOException {
    ByteBuffer numbers = ByteBuffer.wrap(Arrays.copyOf(bytes, 24));
    return CraftedFiles.manifest(numbers.getLong(), numbers.getLong(), numbers.getLong());
  }

  private static SimulatedDisk with(String name, byte[] bytes) throws IOException {
    SimulatedDisk disk =
        name.startsWith("checkpoint")
            ? CraftedFiles.checkpoint(BEGINNING)
            : CraftedFiles.journal(BEGINNING);
    disk.setBytes(name, bytes);
    return disk;
  }

  private static void open(SimulatedDisk disk) throws IOException {
    FileOptions options = FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 10);
    try (Store store =
        StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {})) {
      Map<String, Part> map = store.map("map", String.class, Part.class);
      map.put("key", new Digit(1, Colour.RED));
      store.sortedMap("sorted", Long.class, Object.class);
      store.counter("counter").get();
    }
  }
}
