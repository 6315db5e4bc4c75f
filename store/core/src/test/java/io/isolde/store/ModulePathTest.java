package io.isolde.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.agent.Agent;
import io.isolde.stm.Stm;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /**
   * JSpecify's annotations are in the signatures; a program that does not use them needs no module
   * for them.
   */
  @Test
  void modularProgram_withoutAnnotations_compiles(@TempDir Path folder) throws Exception {
    Path module = folder.resolve("module-info.java");
    Files.writeString(module, "module shop { requires io.isolde.store; }");
    Path program = folder.resolve("Shop.java");
    Files.writeString(
        program,
        """
        package shop;

        import io.isolde.store.Store;

        class Shop {
          static Long sold(Store store) {
            return store.map("sold", String.class, Long.class).get("apples");
          }
        }
        """);
    String path =
        Stream.of(home(Store.class), home(Agent.class), home(Stm.class))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    StringWriter output = new StringWriter();

    boolean compiled = compile(output, List.of(module, program), "-p", path, "-d", "" + folder);

    assertThat(output.toString()).isEmpty();
    assertThat(compiled).isTrue();
  }

  private static boolean compile(Writer output, List<Path> sources, String... options)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      return compiler
          .getTask(
              output,
              files,
              null,
              List.of(options),
              null,
              files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
  }

  /** The location of a class's module, a folder or a jar. */
  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
