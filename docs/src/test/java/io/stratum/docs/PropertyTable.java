package io.stratum.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the table of all properties from the metadata that the build made of the code.
 */
public final class PropertyTable {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private PropertyTable() {
	}

	/**
	 * Writes the table.
	 * @param args the file to write
	 * @throws IOException if it cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Map<String, JsonNode> properties = properties();
		if (properties.isEmpty()) {
			throw new IllegalStateException("properties: 0 (expected: those of 'stratum')");
		}
		List<String> lines = new ArrayList<>(List.of("[cols=\"3,1,4\"]", "|===", "|Property |Default |Meaning", ""));
		properties.forEach((name, property) -> lines.add("|`+" + name + "+` |" + defaultValue(property) + " |"
				+ property.path("description").asString().replace("|", "\\|")));
		lines.add("|===");
		Path file = Path.of(args[0]);
		Files.createDirectories(file.getParent());
		Files.write(file, lines);
	}

	private static Map<String, JsonNode> properties() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		Enumeration<URL> files = PropertyTable.class.getClassLoader().getResources(METADATA);
		while (files.hasMoreElements()) {
			try (InputStream json = files.nextElement().openStream()) {
				JsonMapper.shared().readTree(json).path("properties").forEach((property) -> {
					String name = property.path("name").asString();
					if (name.startsWith("stratum.")) {
						properties.put(name, property);
					}
				});
			}
		}
		return properties;
	}

	private static String defaultValue(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		return (value.isMissingNode()) ? "" : "`+" + value.asString() + "+`";
	}

}
