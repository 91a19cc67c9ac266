package dev.pawl.git.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** {@code git http-backend} behind the JDK's own server. */
final class HttpBackend implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path root;
  private final Map<String, String> variables;

  /** Serves the repositories below a folder; with a password, only to user "ada". */
  HttpBackend(Path root, Map<String, String> variables, @Nullable String password)
      throws IOException {
    this.root = root;
    this.variables = variables;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpContext context = server.createContext("/", this::answer);
    if (password != null) {
      context.setAuthenticator(
          new BasicAuthenticator("sand") {
            @Override
            public boolean checkCredentials(String user, String given) {
              return user.equals("ada") && given.equals(password);
            }
          });
    }
    server.setExecutor(threads);
    server.start();
  }

  String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
      Map<String, String> env = builder.environment();
      env.clear();
      env.putAll(variables);
      env.put("GIT_PROJECT_ROOT", root.toString());
      env.put("GIT_HTTP_EXPORT_ALL", "1");
      env.put("REMOTE_USER", "ada");
      env.put("REQUEST_METHOD", exchange.getRequestMethod());
      env.put("PATH_INFO", exchange.getRequestURI().getPath());
      String query = exchange.getRequestURI().getRawQuery();
      env.put("QUERY_STRING", query == null ? "" : query);
      env.put("CONTENT_LENGTH", Integer.toString(body.length));
      header(exchange, "Content-Type", "CONTENT_TYPE", env);
      header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", env);
      header(exchange, "Git-Protocol", "GIT_PROTOCOL", env);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(body);
      }
      reply(exchange, process.getInputStream().readAllBytes());
    }
  }

  private static void header(
      HttpExchange exchange, String header, String variable, Map<String, String> env) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      env.put(variable, value);
    }
  }

  /** A CGI answer: headers, an empty line, the body. */
  private static void reply(HttpExchange exchange, byte[] cgi) throws IOException {
    String text = new String(cgi, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    int status = 200;
    Headers headers = exchange.getResponseHeaders();
    for (String line : text.substring(0, end).split("\r\n", -1)) {
      String[] parts = line.split(": ", 2);
      if (parts[0].equals("Status")) {
        status = Integer.parseInt(parts[1].substring(0, 3));
      } else {
        headers.set(parts[0], parts[1]);
      }
    }
    byte[] body = text.substring(end + 4).getBytes(ISO_8859_1);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
