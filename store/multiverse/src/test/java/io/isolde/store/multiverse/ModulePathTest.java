package io.isolde.store.multiverse;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.testkit.ModularProgram;
import io.isolde.store.testkit.Modules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.multiverse.api.Stm;
import org.pcollections.PVector;

class ModulePathTest {
  @Test
  void store_onModulePath_isFoundAndWorks(@TempDir Path folder) throws Exception {
    List<Path> modules =
        List.of(
            Modules.of(MultiverseStoreProvider.class),
            Modules.of(Stm.class),
            Modules.of(PVector.class));

    String output =
        new ModularProgram(folder)
            .run(
                "multiverse:",
                modules,
                List.of(
                    "-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow"));

    assertThat(output).isEqualToIgnoringNewLines("{apples=3}");
  }
}
