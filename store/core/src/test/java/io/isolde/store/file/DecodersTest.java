package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The decoders on inputs that fuzzing has found, and on mutations of bytes that they should accept.
 */
class DecodersTest {
  private static final long SEED = 20_261_130;
  private static final int MUTATIONS = 300;
  private static final Path FOUND =
      Path.of(
          "src/test/resources/io/isolde/store/file/DecodersFuzzTestInputs/"
              + "decoders_anyBytes_refuseOrRead");

  /** Held, because loggers may be collected. */
  private static final Logger LOGGER = Logger.getLogger(StoreOpener.class.getName());

  @BeforeAll
  static void beQuiet() {
    LOGGER.setLevel(Level.OFF);
  }

  static Stream<Path> found() throws IOException {
    try (Stream<Path> files = Files.list(FOUND)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("found")
  void decoders_foundBytes_refuseOrRead(Path file) throws IOException {
    Decoders.decode(Files.readAllBytes(file));
  }

  private static byte[] accepted() {
    Decoders.Digit number = new Decoders.Digit(7, Decoders.Colour.GREEN);
    Decoders.Many many =
        new Decoders.Many(
            List.of(number, number),
            new ArrayList<>(List.of(1, 2)),
            EnumSet.of(Decoders.Colour.RED),
            new TreeMap<>(Map.of("name", Optional.of(number))),
            Map.of("list", List.of(1L, "two", 3.0, Optional.empty())));
    Types types = new Types(List.of(), description -> {});
    types.toBytes(number); // assigns the same id as in Decoders
    Output out = new Output();
    types.write(many, out);
    return out.toBytes();
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] mutated =
        Arrays.copyOf(bytes, random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length);
    for (int count = random.nextInt(4); count >= 0 && mutated.length > 0; count--) {
      mutated[random.nextInt(mutated.length)] =
          (byte) (random.nextBoolean() ? random.nextInt(70) : random.nextInt());
    }
    return mutated;
  }

  @Test
  void decoders_mutationsOfWhatIsAccepted_refuseOrRead() {
    Random random = new Random(SEED);
    byte[] value = accepted();
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutated(value, random);
      for (int decoder = 0; decoder < 8; decoder++) {
        byte[] data = new byte[mutated.length + 1];
        data[0] = (byte) decoder;
        System.arraycopy(mutated, 0, data, 1, mutated.length);
        Decoders.decode(data);
      }
    }
    assertThat(value).hasSizeGreaterThan(20);
  }
}
