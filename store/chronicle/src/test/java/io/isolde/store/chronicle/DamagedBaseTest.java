package io.isolde.store.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreMap;
import io.isolde.store.file.FileOptions;
import io.isolde.store.file.base.Bases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of bases that are damaged at random. The store is refused, naming the file, or holds
 * exactly what was stored. The test uses a JVM of its own, which Chronicle Map would end, or keep
 * waiting.
 */
class DamagedBaseTest {
  private static final int ENTRIES = 600;
  private static final List<String> MAPS = List.of("a", "b");

  @TempDir private Path folder;

  @Tag("long")
  @Test
  void base_damagedAtRandomManyTimes_isRefusedOrExact() throws Exception {
    damage(1000, 600);
  }

  private void damage(int first, int count) throws Exception {
    Map<String, Integer> outcomes = new HashMap<>();
    Process child =
        ChildJvm.start(
            Damager.class,
            List.of("-Xmx256m"),
            folder.toString(),
            String.valueOf(first),
            String.valueOf(count));
    try (BufferedReader lines = child.inputReader();
        ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        String line = reader.submit(lines::readLine).get(55, TimeUnit.SECONDS);
        assertThat(line).as("after %d, the process was ended by %s", i, outcomes).isNotNull();
        assertThat(line).matches("(refused|exact) .*");
        outcomes.merge(line.split(" ", 3)[0] + " " + line.split(" ", 3)[1], 1, Integer::sum);
      }
    } finally {
      child.destroyForcibly();
    }
    System.out.println("damaged bases: " + outcomes);
    assertThat(outcomes.keySet().stream().filter(outcome -> outcome.startsWith("refused")))
        .hasSizeGreaterThan(4);
  }

  private static void store(Path directory) {
    try (DurableStore store = ChronicleStores.open(options(directory))) {
      for (String name : MAPS) {
        StoreMap<Integer, String> map = store.map(name, Integer.class, String.class);
        store.transact(
            () -> {
              for (int i = 0; i < ENTRIES; i++) {
                map.put(i, name + i);
              }
            });
      }
      store.checkpoint();
    }
  }

  private static FileOptions options(Path directory) {
    return FileOptions.of(directory).withDurability(Durability.NONE);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** The program that is started. */
  static final class Damager {
    private Damager() {}

    /** Takes a folder to work in, the first seed, and the number of seeds. */
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      int first = Integer.parseInt(arguments[1]);
      List<Damage> kinds = List.of(Damage.values());
      store(folder.resolve("good"));
      for (int seed = first; seed < first + Integer.parseInt(arguments[2]); seed++) {
        Path directory = folder.resolve("store " + seed);
        copy(folder.resolve("good"), directory);
        Damage damage = kinds.get(seed % kinds.size());
        damage.inflict(bases(directory), new Random(seed));
        System.out.println(outcome(directory, damage) + " seed " + seed);
        delete(directory);
      }
    }

    private static List<Path> bases(Path directory) throws IOException {
      try (Stream<Path> files = Files.list(directory)) {
        return files.filter(file -> Bases.isName(file.getFileName().toString())).sorted().toList();
      }
    }

    private static void delete(Path directory) throws IOException {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }

    private static String outcome(Path directory, Damage damage) {
      try (DurableStore store = ChronicleStores.open(options(directory))) {
        return (isExact(store) ? "exact " : "WRONG ") + damage;
      } catch (StoreDamagedException e) {
        Path file = Path.of(e.file());
        boolean isNamed = Bases.isName(file.getFileName().toString()) || damage == Damage.DELETE;
        return (isNamed ? "refused " : "refused, without the file, ") + damage;
      } catch (RuntimeException | Error e) {
        return "thrown " + damage + " " + e;
      }
    }

    private static boolean isExact(DurableStore store) {
      boolean isExact = true;
      for (String name : MAPS) {
        StoreMap<Integer, String> map = store.map(name, Integer.class, String.class);
        Map<Integer, String> expected = new HashMap<>();
        for (int i = 0; i < ENTRIES; i++) {
          expected.put(i, name + i);
          isExact &= (name + i).equals(map.get(i));
        }
        isExact &= map.get(ENTRIES) == null && new HashMap<>(map).equals(expected);
      }
      store.checkpoint();
      return isExact;
    }
  }

  /** Ways to damage one or both of two files. */
  private enum Damage {
    FLIP {
      @Override
      void inflict(FileChannel file, Random random) throws IOException {
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          long at = random.nextLong(file.size());
          ByteBuffer one = ByteBuffer.allocate(1);
          file.read(one, at);
          file.write(
              ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1 << random.nextInt(8))}), at);
        }
      }
    },
    ZERO_HEADER {
      @Override
      void inflict(FileChannel file, Random random) throws IOException {
        file.write(ByteBuffer.allocate(1 << random.nextInt(13)), 0);
      }
    },
    ZERO_PAGE {
      @Override
      void inflict(FileChannel file, Random random) throws IOException {
        file.write(ByteBuffer.allocate(4096), random.nextLong(file.size() / 4096) * 4096);
      }
    },
    ZERO_ALL {
      @Override
      void inflict(FileChannel file, Random random) throws IOException {
        file.write(ByteBuffer.allocate((int) file.size()), 0);
      }
    },
    RANDOM_WORD {
      @Override
      void inflict(FileChannel file, Random random) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(8).putLong(random.nextLong()).flip();
        file.write(word, random.nextLong(file.size() / 8) * 8);
      }
    },
    RANDOM_PAGE {
      @Override
      void inflict(FileChannel file, Random random) throws IOException {
        byte[] page = new byte[4096];
        random.nextBytes(page);
        file.write(ByteBuffer.wrap(page), random.nextLong(file.size() / 4096) * 4096);
      }
    },
    TRUNCATE {
      @Override
      void inflict(FileChannel file, Random random) throws IOException {
        file.truncate(random.nextInt(4) == 0 ? 0 : random.nextLong(file.size()));
      }
    },
    EXTEND {
      @Override
      void inflict(FileChannel file, Random random) throws IOException {
        file.write(ByteBuffer.allocate(1 + random.nextInt(9000)), file.size());
      }
    },
    SWAP {
      @Override
      void inflict(List<Path> files, Random random) throws IOException {
        Path aside = files.get(0).resolveSibling("aside");
        Files.move(files.get(0), aside);
        Files.move(files.get(1), files.get(0));
        Files.move(aside, files.get(1));
      }
    },
    DUPLICATE {
      @Override
      void inflict(List<Path> files, Random random) throws IOException {
        Files.delete(files.get(1));
        Files.copy(files.get(0), files.get(1));
      }
    },
    DELETE {
      @Override
      void inflict(List<Path> files, Random random) throws IOException {
        Files.delete(files.get(random.nextInt(files.size())));
      }
    };

    void inflict(FileChannel file, Random random) throws IOException {
      throw new UncheckedIOException(new IOException("not of one file"));
    }

    void inflict(List<Path> files, Random random) throws IOException {
      Path file = new ArrayList<>(files).get(random.nextInt(files.size()));
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        inflict(channel, random);
      }
    }
  }
}
