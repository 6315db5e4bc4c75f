package io.isolde.stm.mutant;

import io.isolde.stm.Stm;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles the class that a mutant changes, and the classes nested in it, into memory. */
final class MutantCompiler {
  private static final Path SOURCES = Path.of("src/main/java/io/isolde/stm");

  private MutantCompiler() {}

  /** The classes of the engine, by their binary names. */
  static Map<String, byte[]> compile(Mutant mutant) {
    return compile("engine", mutant.className(), mutant::plantIn);
  }

  /** The classes of the collections, by their binary names. */
  static Map<String, byte[]> compile(CollectionMutant mutant) {
    return compile("collection", mutant.className(), mutant::plantIn);
  }

  private static Map<String, byte[]> compile(
      String directory, String className, UnaryOperator<String> change) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-proc:none", "-cp", classPath(), "--release", "21");
    try (InMemory files = new InMemory(compiler.getStandardFileManager(null, null, null))) {
      List<Source> sources = List.of(new Source(directory, className, change));
      if (!compiler.getTask(messages, files, null, options, null, sources).call()) {
        throw new AssertionError("the mutant does not compile:\n" + messages);
      }
      return files.classes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    return home(Stm.class) + File.pathSeparator + home(Nullable.class);
  }

  private static Path home(Class<?> ofClass) {
    try {
      return Path.of(ofClass.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The changed source. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String directory, String className, UnaryOperator<String> change) throws IOException {
      super(URI.create("memory:///" + className + ".java"), Kind.SOURCE);
      Path file = SOURCES.resolve(directory).resolve(className + ".java");
      text = change.apply(Files.readString(file));
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what the compiler writes. */
  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

    InMemory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return outputs.computeIfAbsent(name, n -> new ByteArrayOutputStream());
        }
      };
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      outputs.forEach((name, output) -> classes.put(name, output.toByteArray()));
      return classes;
    }
  }
}
