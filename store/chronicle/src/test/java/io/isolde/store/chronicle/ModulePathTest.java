package io.isolde.store.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.testkit.ModularProgram;
import io.isolde.store.testkit.Modules;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend is a named module; Chronicle Map, which cannot be one, is on the class path. */
class ModulePathTest {
  /** As the build makes the jar. */
  private static Path jar(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Automatic-Module-Name", "io.isolde.store.chronicle");
    Path classes = Modules.of(ChronicleStores.class);
    Path jar = folder.resolve("isolde-store-chronicle.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private static List<String> flags() {
    List<String> flags = new ArrayList<>();
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .forEach(flags::add);
    flags.addAll(List.of("--add-modules", "jdk.unsupported,jdk.compiler"));
    String classPath = System.getProperty("java.class.path");
    flags.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classPath)));
    return flags;
  }

  @Test
  void store_onModulePath_isFoundAndWorks(@TempDir Path folder) throws Exception {
    Path jars = Files.createDirectory(folder.resolve("jars"));
    Path program = Files.createDirectory(folder.resolve("program"));

    String output =
        new ModularProgram(program)
            .run("chronicle:" + folder.resolve("store"), List.of(jar(jars)), flags());

    assertThat(output.lines()).last().isEqualTo("{apples=3}");
  }
}
