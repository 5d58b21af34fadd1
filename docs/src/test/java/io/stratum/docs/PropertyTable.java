package io.stratum.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes tables of all properties from the metadata of their classes.
 */
public final class PropertyTable {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final String LISTENER_METADATA = "META-INF/spring/configuration-metadata/"
			+ "io.stratum.autoconfigure.ListenerProperties.json";

	private PropertyTable() {
	}

	/**
	 * Writes the tables.
	 * @param args the directory to write {@code properties.adoc} and
	 * {@code listeners.adoc} to
	 * @throws IOException if they cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Path directory = Files.createDirectories(Path.of(args[0]));
		Map<String, JsonNode> all = properties(METADATA);
		all.keySet().removeIf((name) -> !name.contains("stratum"));
		write(directory.resolve("properties.adoc"), "Property", all);
		write(directory.resolve("listeners.adoc"), "Property of `stratum.listeners.<name>`",
				properties(LISTENER_METADATA));
	}

	private static void write(Path file, String heading, Map<String, JsonNode> properties) throws IOException {
		if (properties.isEmpty()) {
			throw new IllegalStateException("properties: 0 (expected: those of " + file.getFileName() + ")");
		}
		List<String> lines = new ArrayList<>(
				List.of("[cols=\"3,1,4\"]", "|===", "|" + heading + " |Default |Meaning", ""));
		properties.forEach((name, property) -> lines.add(line(name, property)));
		lines.add("|===");
		Files.write(file, lines);
	}

	private static String line(String name, JsonNode property) {
		String type = property.path("type").asString();
		String description = property.path("description").asString().replace("|", "\\|");
		if (type.endsWith("Properties")) {
			return "|`+" + name + ".*+` |`+stratum." + name + ".*+` |" + description;
		}
		return "|`+" + name + "+` |" + defaultValue(property) + " |" + description + values(type);
	}

	private static Map<String, JsonNode> properties(String resource) throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		Enumeration<URL> files = PropertyTable.class.getClassLoader().getResources(resource);
		while (files.hasMoreElements()) {
			try (InputStream json = files.nextElement().openStream()) {
				JsonMapper.shared()
					.readTree(json)
					.path("properties")
					.forEach((property) -> properties.put(property.path("name").asString(), property));
			}
		}
		return properties;
	}

	private static String defaultValue(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		return (value.isMissingNode()) ? "" : "`+" + value.asString() + "+`";
	}

	/** What can be chosen, if the type of the property or of its elements says so. */
	private static String values(String type) {
		String element = type.substring(type.indexOf('<') + 1).replace(">", "");
		try {
			Object[] constants = Class.forName(element).getEnumConstants();
			String introduction = element.equals(type) ? " One of " : " Any of ";
			return (constants == null) ? "" : Arrays.stream(constants)
				.map((constant) -> "`+" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-') + "+`")
				.collect(Collectors.joining(", ", introduction, "."));
		}
		catch (ClassNotFoundException ex) {
			return "";
		}
	}

}
