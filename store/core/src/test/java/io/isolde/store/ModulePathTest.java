package io.isolde.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.agent.Agent;
import io.isolde.stm.Stm;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModulePathTest {
  @Test
  void store_onModulePath_findsItsBackends() throws Exception {
    ModuleFinder finder = ModuleFinder.of(home(Store.class), home(Agent.class), home(Stm.class));
    Configuration modules =
        ModuleLayer.boot()
            .configuration()
            .resolve(finder, ModuleFinder.of(), Set.of("io.isolde.store"));
    ModuleLayer layer =
        ModuleLayer.defineModulesWithOneLoader(
                modules, List.of(ModuleLayer.boot()), ClassLoader.getPlatformClassLoader())
            .layer();
    Class<?> store = layer.findLoader("io.isolde.store").loadClass(Store.class.getName());

    for (String uri : List.of("stm:", "lock:", "agent:", "agents:")) {
      try (AutoCloseable opened =
          (AutoCloseable) store.getMethod("open", String.class).invoke(null, uri)) {
        assertThat(opened.getClass().getModule().getLayer()).isSameAs(layer);
        assertThat(opened).hasToString("store " + uri);
      }
    }
  }

  /** The location of a class's module, a folder or a jar. */
  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
