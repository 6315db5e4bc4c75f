package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.isolde.store.testkit.ModularProgram;
import io.isolde.store.testkit.Modules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** The backend works on the module path, with its libraries. */
class ModulePathTest {
  @Test
  void store_onModulePath_isFoundAndWorks(@TempDir Path folder) throws Exception {
    List<Path> libraries =
        List.of(
            Modules.of(PostgresStores.class),
            Modules.of(HikariDataSource.class),
            Modules.of(Driver.class),
            Modules.of(org.slf4j.Logger.class));

    String output = new ModularProgram(folder).run(Server.fresh(), libraries, List.of());

    assertThat(output.lines()).as(output).last().isEqualTo("{apples=3}");
  }
}
