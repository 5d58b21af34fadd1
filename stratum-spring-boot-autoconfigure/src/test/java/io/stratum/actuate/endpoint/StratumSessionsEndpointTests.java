package io.stratum.actuate.endpoint;

import java.security.Principal;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;

import io.stratum.FakeSession;
import io.stratum.actuate.endpoint.StratumSessionsEndpoint.SessionDescriptor;
import io.stratum.actuate.endpoint.StratumSessionsEndpoint.SessionPage;
import io.stratum.mining.Worker;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionRegistry;
import io.stratum.session.StratumSession.WorkerDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class StratumSessionsEndpointTests {

	private static final String HIDDEN = SanitizableData.SANITIZED_VALUE;

	private final SessionRegistry registry = new SessionRegistry();

	private final FakeSession first;

	StratumSessionsEndpointTests() {
		SessionIds ids = new SessionIds(0);
		ids.allocate();
		this.first = new FakeSession("tcp", this.registry, ids);
		for (int i = 2; i <= 120; i++) {
			new FakeSession("tcp", this.registry, ids);
		}
	}

	@Test
	void isReadOnlyByDefault() {
		assertThat(StratumSessionsEndpoint.class.getAnnotation(Endpoint.class).defaultAccess())
			.isEqualTo(Access.READ_ONLY);
	}

	@Test
	void givesPagesInTheOrderOfIds() {
		SessionPage page = endpoint(Show.NEVER).sessions(1, 50);
		assertThat(page.page()).isEqualTo(1);
		assertThat(page.size()).isEqualTo(50);
		assertThat(page.total()).isEqualTo(120);
		assertThat(page.sessions()).hasSize(50)
			.first()
			.satisfies((session) -> assertThat(session.id()).isEqualTo("00000033"));
		assertThat(endpoint(Show.NEVER).sessions(2, 50).sessions()).hasSize(20);
		assertThat(endpoint(Show.NEVER).sessions(3, 50).sessions()).isEmpty();
	}

	@Test
	void boundsPages() {
		assertThat(endpoint(Show.NEVER).sessions(null, null).sessions()).hasSize(50);
		assertThat(endpoint(Show.NEVER).sessions(-1, 0).sessions()).hasSize(1);
		SessionPage all = endpoint(Show.NEVER).sessions(Integer.MAX_VALUE, Integer.MAX_VALUE);
		assertThat(all.size()).isEqualTo(500);
		assertThat(all.sessions()).isEmpty();
	}

	@Test
	void hidesWhatPeersSayUnlessToldToShowIt() {
		SessionDescriptor hidden = endpoint(Show.NEVER).session("00000001", null, null);
		assertThat(hidden.workers()).containsExactly(HIDDEN);
		assertThat(hidden.workerCount()).isEqualTo(1);
		assertThat(hidden.remoteAddress()).isEqualTo(HIDDEN);
		assertThat(hidden.userAgent()).isEqualTo(HIDDEN);
		SessionDescriptor shown = endpoint(Show.ALWAYS).session("00000001", null, null);
		assertThat(shown.workers()).containsExactly("alice.rig1");
		assertThat(shown.remoteAddress()).contains("192.0.2.1");
		assertThat(shown.userAgent()).isEqualTo("cpuminer/1.0");
	}

	@Test
	void showsWhatPeersSayToAuthorizedUsers() {
		StratumSessionsEndpointWebExtension extension = new StratumSessionsEndpointWebExtension(
				endpoint(Show.WHEN_AUTHORIZED), Show.WHEN_AUTHORIZED, Set.of("operator"));
		SecurityContext operator = mock(SecurityContext.class);
		given(operator.getPrincipal()).willReturn(mock(Principal.class));
		given(operator.isUserInRole("operator")).willReturn(true);
		assertThat(extension.session(operator, "00000001", null, null).workers()).containsExactly("alice.rig1");
		assertThat(extension.session(SecurityContext.NONE, "00000001", null, null).workers()).containsExactly(HIDDEN);
		assertThat(extension.sessions(SecurityContext.NONE, 0, 1).sessions().get(0).userAgent()).isEqualTo(HIDDEN);
	}

	@Test
	void disconnectsASession() {
		StratumSessionsEndpointWebExtension extension = new StratumSessionsEndpointWebExtension(endpoint(Show.NEVER),
				Show.NEVER, Set.of());
		assertThat(extension.disconnect("00000001").getStatus()).isEqualTo(204);
		assertThat(this.first.isOpen()).isFalse();
		assertThat(extension.disconnect("ffffffff").getStatus()).isEqualTo(404);
		assertThat(extension.session(SecurityContext.NONE, "ffffffff", null, null)).isNull();
	}

	@Test
	void listsMinersOfOneSessionOnly() {
		assertThat(endpoint(Show.ALWAYS).session("00000001", null, null).miners()).singleElement()
			.satisfies((miner) -> assertThat(miner.worker()).isEqualTo("alice.rig1"));
		assertThat(endpoint(Show.ALWAYS).sessions(0, 1).sessions().get(0).miners()).isNull();
	}

	@Test
	void givesPagesOfTheMinersOfASession() {
		this.first.miners.clear();
		for (int i = 0; i < 1234; i++) {
			this.first.miners.add(new WorkerDetails(Worker.of("alice.rig" + i), 512, 3, 1, null));
		}
		StratumSessionsEndpoint endpoint = endpoint(Show.ALWAYS);
		assertThat(endpoint.session("00000001", null, null).miners()).hasSize(100);
		assertThat(endpoint.session("00000001", 0, 5000).miners()).hasSize(500);
		SessionDescriptor last = endpoint.session("00000001", 2, 500);
		assertThat(last.workerCount()).isEqualTo(1234);
		assertThat(last.workers()).hasSize(234).first().isEqualTo("alice.rig1000");
		assertThat(last.miners()).extracting("worker").containsExactlyElementsOf(last.workers());
		assertThat(endpoint.session("00000001", Integer.MAX_VALUE, 500).miners()).isEmpty();
		assertThat(endpoint.sessions(0, 1).sessions().get(0).workers()).hasSize(100);
	}

	@Test
	void hasStableJson() {
		assertThat(JsonMapper.shared().writeValueAsString(endpoint(Show.NEVER).session("00000001", null, null)))
			.isEqualTo("{\"id\":\"00000001\",\"listener\":\"tcp\",\"transport\":\"tcp\",\"dialect\":\"sv1\","
					+ "\"connectedAt\":\"1970-01-01T00:00:00Z\",\"difficulty\":1024.0,\"workerCount\":1,"
					+ "\"workers\":[\"******\"],\"miners\":[{\"worker\":\"******\",\"difficulty\":512.0,"
					+ "\"accepted\":3,\"rejected\":1,\"sinceLastShare\":\"PT2S\"}],\"remoteAddress\":\"******\",\"userAgent\":\"******\"}");
	}

	private StratumSessionsEndpoint endpoint(Show show) {
		return new StratumSessionsEndpoint(this.registry, new Sanitizer(List.of()), show);
	}

}
