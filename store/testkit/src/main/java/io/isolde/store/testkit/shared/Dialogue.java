package io.isolde.store.testkit.shared;

import io.isolde.store.testkit.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a child JVM says to the JVM that has started it, and hears from it. When the parent has
 * ended, the child halts. Thread-safe.
 */
public final class Dialogue {
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final PrintStream out;

  Dialogue(InputStream in, PrintStream out) {
    this.out = out;
    Thread.ofPlatform().daemon().name("dialogue").start(() -> listen(in));
  }

  private void listen(InputStream in) {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.add(line);
      }
    } catch (IOException e) {
      System.err.println("the parent cannot be heard: " + e);
    }
    Runtime.getRuntime().halt(2); // nobody is there any more
  }

  /**
   * Says a line. When this returns the line is on its way: the parent gets it, even if this JVM is
   * killed at once. So a commit that a child says it has made is acknowledged.
   *
   * @param line without line breaks
   */
  public synchronized void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /**
   * Waits for the next line.
   *
   * @return the line
   * @throws AssertionError if the parent says nothing for longer than {@link Patience#limit()}
   */
  public String hear() throws InterruptedException {
    String line = heard.poll(Patience.limit().toSeconds(), TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("the parent says nothing");
    }
    return line;
  }

  /**
   * Whether there is a line to hear.
   *
   * @return whether {@link #hear()} returns at once
   */
  public boolean isTold() {
    return !heard.isEmpty();
  }

  /** Says that this JVM is ready, and waits until the parent lets it begin. */
  public void meet() throws InterruptedException {
    say(ChildJvm.READY);
    String unused = hear();
  }
}
