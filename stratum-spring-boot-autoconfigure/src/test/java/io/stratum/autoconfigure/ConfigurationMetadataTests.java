package io.stratum.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What editors know of the properties. The file is written by an annotation processor; a
 * build without it skips these tests.
 */
class ConfigurationMetadataTests {

	@Test
	void eachPropertyHasADescription() throws IOException {
		assertThat(properties()).isNotEmpty().allSatisfy((property) -> {
			String description = property.path("description").asString();
			assertThat(description).as(property.path("name").asString()).endsWith(".").doesNotStartWith("The ");
			if (property.path("type").asString().equals("java.lang.Boolean")) {
				assertThat(description).as(property.path("name").asString()).startsWith("Whether ");
			}
		});
	}

	@Test
	void knowsDefaults() throws IOException {
		assertThat(properties()).anySatisfy((property) -> {
			assertThat(property.path("name").asString()).isEqualTo("stratum.session.login-timeout");
			assertThat(property.path("defaultValue").asString()).isEqualTo("30s");
		});
	}

	@Test
	void describesTheListenersToo() throws IOException {
		URL metadata = ConfigurationMetadataTests.class.getClassLoader()
			.getResource("META-INF/spring/configuration-metadata/" + ListenerProperties.class.getName() + ".json");
		assumeTrue(metadata != null, "the configuration processor did not run");
		List<JsonNode> properties = JsonMapper.shared()
			.readTree(metadata.openStream())
			.path("properties")
			.valueStream()
			.toList();
		assertThat(properties).extracting((property) -> property.path("name").asString())
			.contains("port", "ssl.bundle", "difficulty");
		assertThat(properties)
			.allSatisfy((property) -> assertThat(property.path("description").asString()).endsWith("."));
	}

	private static List<JsonNode> properties() throws IOException {
		for (URL url : Collections.list(ConfigurationMetadataTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			JsonNode root = JsonMapper.shared().readTree(url.openStream());
			List<JsonNode> ours = root.path("properties")
				.valueStream()
				.filter((property) -> isOurs(property.path("name").asString()))
				.toList();
			if (!ours.isEmpty()) {
				return ours;
			}
		}
		assumeTrue(false, "the configuration processor did not run: no META-INF/spring-configuration-metadata.json");
		return List.of();
	}

	private static boolean isOurs(String name) {
		return name.startsWith("stratum.") || name.startsWith("management.endpoint.stratum")
				|| name.equals("management.health.stratum.enabled");
	}

}
