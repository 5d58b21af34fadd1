package io.stratum;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What applications may use: the public types that {@code internal.types} of the pom does
 * not exclude from the Javadoc, and what can be called of them.
 */
final class PublicApi {

	private static final Pattern OURS = Pattern.compile("io\\.stratum\\.[\\w.$]+");

	private static final Path SOURCES = Path.of("src/main/java");

	private final List<PathMatcher> internal;

	/** Class names with the lines that say what they offer. */
	private final TreeMap<String, List<String>> types = new TreeMap<>();

	PublicApi() {
		this.internal = excludes().stream()
			.map((glob) -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
			.toList();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			files.map(SOURCES::relativize)
				.filter((file) -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
				.filter((file) -> this.internal.stream().noneMatch((excluded) -> excluded.matches(file)))
				.forEach((file) -> add(load(file.toString().replace(".java", "").replace('/', '.'))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The list of what is not API; the Javadoc is made with the same. */
	private static List<String> excludes() {
		try {
			Matcher list = Pattern.compile("(?s)<sourceFileExcludes>(.*?)</sourceFileExcludes>")
				.matcher(Files.readString(Path.of("pom.xml")));
			if (!list.find()) {
				throw new IllegalStateException("no <sourceFileExcludes> in the pom");
			}
			return Pattern.compile("<exclude>(.*?)</exclude>")
				.matcher(list.group(1))
				.results()
				.map((item) -> item.group(1))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName(name, false, PublicApi.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void add(Class<?> type) {
		if (!isVisible(type.getModifiers())) {
			return;
		}
		List<String> lines = new ArrayList<>();
		Stream.of(type.getDeclaredFields())
			.filter((field) -> isVisible(field.getModifiers()))
			.map(PublicApi::line)
			.forEach(lines::add);
		Stream.of(type.getDeclaredConstructors())
			.filter((made) -> isVisible(made.getModifiers()))
			.map(PublicApi::line)
			.forEach(lines::add);
		Stream.of(type.getDeclaredMethods())
			.filter((method) -> isVisible(method.getModifiers()) && !method.isSynthetic())
			.map(PublicApi::line)
			.forEach(lines::add);
		lines.sort(null);
		lines.add(0, header(type));
		this.types.put(type.getName(), lines);
		Stream.of(type.getDeclaredClasses()).forEach(this::add);
	}

	private static boolean isVisible(int modifiers) {
		return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
	}

	private static String header(Class<?> type) {
		StringBuilder result = new StringBuilder(type.toGenericString());
		if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class && !type.isEnum()
				&& !type.isRecord()) {
			result.append(" extends ").append(type.getGenericSuperclass().getTypeName());
		}
		if (type.getGenericInterfaces().length > 0) {
			result.append(type.isInterface() ? " extends " : " implements ")
				.append(Stream.of(type.getGenericInterfaces())
					.map(Type::getTypeName)
					.sorted()
					.collect(Collectors.joining(", ")));
		}
		// Not every JDK says of an interface that it is sealed
		String sealed = type.isSealed() ? "sealed " : "";
		return withoutNoise(deprecation(type) + sealed + result.toString().replaceAll("\\b(non-)?sealed ", ""));
	}

	private static String line(Field field) {
		return "\t" + withoutNoise(
				deprecation(field) + field.toGenericString().replace(field.getDeclaringClass().getName() + ".", ""));
	}

	private static String line(Executable executable) {
		String text = (executable instanceof Method method) ? method.toGenericString()
				: ((Constructor<?>) executable).toGenericString();
		return "\t" + withoutNoise(deprecation(executable)
				+ text.replace(executable.getDeclaringClass().getName() + "." + executable.getName() + "(",
						executable.getName() + "("));
	}

	private static String deprecation(AnnotatedElement element) {
		return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
	}

	private static String withoutNoise(String signature) {
		return signature.replaceAll("\\b(synchronized|native|strictfp|transient|volatile) ", "")
			.replaceAll("java\\.lang\\.(?=[A-Z])", "");
	}

	/** The names of all API types, nested ones with a dollar sign. */
	Set<String> names() {
		return new TreeSet<>(this.types.keySet());
	}

	/** All signatures, sorted. */
	String text() {
		return this.types.values()
			.stream()
			.map((lines) -> String.join("\n", lines) + "\n")
			.collect(Collectors.joining("\n"));
	}

	/** Signatures that name a type of ours that is not API. */
	List<String> leaks() {
		List<String> found = new ArrayList<>();
		this.types.forEach((type, lines) -> lines.forEach((line) -> {
			List<String> foreign = OURS.matcher(line)
				.results()
				.map((match) -> match.group())
				.filter((name) -> !this.types.containsKey(name))
				.toList();
			if (!foreign.isEmpty()) {
				found.add(type + ": " + line.strip() + " names " + foreign);
			}
		}));
		return found;
	}

	/** What the list of the pom excludes although it does not exist. */
	List<String> deadExcludes() {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			List<Path> sources = files.filter(Files::isRegularFile).map(SOURCES::relativize).toList();
			return excludes().stream()
				.filter((glob) -> sources.stream()
					.noneMatch(FileSystems.getDefault().getPathMatcher("glob:" + glob)::matches))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return Arrays.toString(names().toArray());
	}

}
