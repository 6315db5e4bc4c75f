package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.testkit.faults.Fault;
import io.isolde.store.testkit.faults.Fault.Call;
import io.isolde.store.testkit.faults.Fault.Errno;
import io.isolde.store.testkit.faults.FaultLibrary;
import io.isolde.store.testkit.faults.FaultTrials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations that fail leave no file open. */
class DescriptorTest {
  @TempDir private Path directory;
  private FaultLibrary library;

  @BeforeEach
  void setUp() throws Exception {
    library = FaultLibrary.build(directory);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "WRITE, ENOSPC, checkpoint, 1",
    "WRITE, ENOSPC, checkpoint, 2",
    "WRITE, ENOSPC, manifest, 2",
    "WRITE, ENOSPC, journal, 3",
    "WRITE, ENOSPC, lock, 1",
    "FORCE, EIO, checkpoint, 1",
    "FORCE, EIO, manifest, 2",
    "FORCE, EIO, journal, 4",
    "FORCE, EIO, store, 3",
    "RENAME, EIO, manifest, 2",
    "OPEN, EMFILE, journal, 1",
    "OPEN, EMFILE, manifest, 1",
    "UNLINK, EIO, checkpoint, 1"
  })
  void store_callsFail_leavesNoFileOpen(Call call, Errno error, String name, int at)
      throws Exception {
    assertThat(leaked(call, error, name, at)).isZero();
  }

  private int leaked(Call call, Errno error, String name, int at) throws Exception {
    Path stores = Files.createDirectory(directory.resolve("stores"));
    String uri = "file:" + stores.resolve("store") + "?segmentBytes=4096";
    ProcessBuilder builder =
        FaultTrials.java(DescriptorProgram.class, uri, stores.resolve("backup").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Fault fault = Fault.once(call, error, name, at).forEver();
    library.plant(fault, stores, directory.resolve("report"), builder);
    byte[] printed = builder.start().getInputStream().readAllBytes();
    assertThat(directory.resolve("report")).exists();
    return Integer.parseInt(new String(printed, StandardCharsets.US_ASCII));
  }
}
