package io.stratum.node;

import java.net.URI;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeEndpointTests {

	@Test
	void showsNeitherCredentialsNorAPathThatMayBeASecret() {
		NodeEndpoint endpoint = NodeEndpoint.of("hosted", URI.create("https://user:password@node.example:443/token/"));
		assertThat(endpoint).hasToString("node 'hosted' at https://node.example:443/");
		assertThat(endpoint.shownUrl()).isEqualTo("https://node.example:443/");
		assertThat(endpoint.url()).isEqualTo(URI.create("https://node.example:443/token/"));
	}

}
