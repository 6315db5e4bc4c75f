package io.isolde.store.testkit;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Modules on a module path: where they are, and how to compile another one against them. */
public final class Modules {
  private Modules() {}

  /**
   * The folder or jar that a class comes from.
   *
   * @param type a class of the module
   * @return the module's location
   */
  public static Path of(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * The locations as a path, for {@code -p} or {@code -cp}.
   *
   * @param locations folders and jars
   * @return the path
   */
  public static String path(List<Path> locations) {
    return locations.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Compiles the sources of a module.
   *
   * @param sources what to compile, {@code module-info.java} included
   * @param modules the modules that it requires
   * @param target the folder for the classes
   * @throws IOException if the sources cannot be read
   * @throws AssertionError if they do not compile, or not without a warning
   */
  public static void compile(List<Path> sources, List<Path> modules, Path target)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter output = new StringWriter();
    List<String> options = List.of("-p", path(modules), "-d", target.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(output, files, null, options, null, units).call()
          || !output.toString().isEmpty()) {
        throw new AssertionError(output);
      }
    }
  }
}
