package io.stratum.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.FakeSession;
import io.stratum.ban.Bans;
import io.stratum.ban.TestBans;
import io.stratum.bitcoin.Hash256;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.MinedBlock;
import io.stratum.mining.Dialect;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.mining.ban.BanSubject;
import io.stratum.node.NodeStatus;
import io.stratum.session.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

class StratumMetricsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Hash256 HASH = Hash256.ZERO;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AtomicLong waiting = new AtomicLong();

	private final Bans bans = new TestBans().create();

	private final StratumMetrics metrics = new StratumMetrics(() -> List.of("mining.submit", "pool.ping"), () -> 10_000,
			this.waiting::get, () -> 3, () -> NOW);

	@BeforeEach
	void bind() {
		this.metrics.bindTo(this.registry);
		new BanMetrics(this.bans).bindTo(this.registry);
		new NodeMetrics(() -> List
			.of(new NodeStatus("near", "http://near:8332/", true, null, -1, null, -1, Instant.EPOCH, true, null, null)))
			.bindTo(this.registry);
		new NodeCallMetrics(this.registry).begin("near", "getblocktemplate").end(null);
	}

	@Test
	void countsBansByReason() {
		this.bans.add(new BanSubject.Worker("alice"), null, "");
		this.bans.add(new BanSubject.Worker("bob"), null, "");
		this.bans.remove(new BanSubject.Worker("alice"));
		assertThat(value("stratum.bans", "reason", "operator")).isEqualTo(2);
		assertThat(value("stratum.bans", "reason", "invalid-shares")).isZero();
		assertThat(value("stratum.bans.active")).isEqualTo(1);
	}

	@Test
	void countsOpenSessionsByListener() {
		FakeSession one = new FakeSession("tcp");
		this.metrics.opened(one);
		this.metrics.opened(new FakeSession("tcp"));
		this.metrics.opened(new FakeSession("big"));
		this.metrics.closed(one, CloseReason.SLOW);
		assertThat(value("stratum.sessions", "listener", "tcp", "dialect", "sv1", "transport", "tcp")).isEqualTo(1);
		assertThat(value("stratum.sessions", "listener", "big")).isEqualTo(1);
		assertThat(value("stratum.sessions.closed", "reason", "slow")).isEqualTo(1);
		assertThat(value("stratum.sessions.closed", "reason", "peer")).isZero();
	}

	@Test
	void countsSessionsByTheDialectTheyTurnOutToSpeak() {
		FakeSession session = new FakeSession("tcp");
		this.metrics.opened(session);
		session.become(Dialect.BTCAGENT);
		this.metrics.dialectChanged(session, Dialect.SV1);
		assertThat(value("stratum.sessions", "dialect", "sv1")).isZero();
		assertThat(value("stratum.sessions", "dialect", "btcagent")).isEqualTo(1);
		this.metrics.closed(session, CloseReason.PEER);
		assertThat(value("stratum.sessions", "dialect", "sv1")).isZero();
		assertThat(value("stratum.sessions", "dialect", "btcagent")).isZero();
	}

	@Test
	void countsRequestsOfUnknownMethodsTogether() {
		FakeSession session = new FakeSession("tcp");
		this.metrics.requestHandled(session, "mining.submit", "success");
		for (int i = 0; i < 1000; i++) {
			this.metrics.requestHandled(session, "method" + i, "error");
		}
		assertThat(value("stratum.requests", "method", "mining.submit", "outcome", "success")).isEqualTo(1);
		assertThat(value("stratum.requests", "method", "other", "outcome", "error")).isEqualTo(1000);
	}

	@Test
	void countsSharesAndTheirDifficulty() {
		this.metrics.shareAccepted(share(1024));
		this.metrics.shareAccepted(share(0.5));
		this.metrics.shareRejected("alice", RejectReason.STALE);
		assertThat(value("stratum.shares", "result", "accepted")).isEqualTo(2);
		assertThat(value("stratum.shares", "result", "stale")).isEqualTo(1);
		assertThat(value("stratum.shares.difficulty")).isEqualTo(1024.5);
		assertThat(value("stratum.shares.pending")).isEqualTo(3);
	}

	@Test
	void tellsTheAgeOfWork() {
		assertThat(value("stratum.job.age")).isNaN();
		this.metrics.workPublished(template(), true);
		assertThat(value("stratum.job.age")).isEqualTo(1.5);
	}

	private static Block block() {
		return new Block(HASH, new byte[80], new byte[0], List.of(), () -> new byte[0], template(), "alice");
	}

	private static BlockTemplate template() {
		return BlockTemplate.builder().previousBlock(HASH).height(1).fetched(NOW.minusMillis(1500)).build();
	}

	@Test
	void timesBroadcasts() {
		this.metrics.workBroadcast(10, Duration.ofMillis(20));
		assertThat(this.registry.get("stratum.job.broadcast").timer().count()).isEqualTo(1);
	}

	@Test
	void countsBlocksByOutcome() {
		Block block = block();
		this.metrics.blockFound(block);
		this.metrics.blockDropped(block);
		this.metrics.blockConfirmed(MinedBlock.of(block));
		this.metrics.blockSubmitted(block, "node", BlockOutcome.ACCEPTED);
		this.metrics.blockSubmitted(block, "other", BlockOutcome.rejected("bad-txns"));
		assertThat(value("stratum.blocks.found")).isEqualTo(1);
		assertThat(value("stratum.blocks.submitted", "submitter", "node", "outcome", "accepted")).isEqualTo(1);
		assertThat(value("stratum.blocks.submitted", "submitter", "other", "outcome", "rejected")).isEqualTo(1);
		assertThat(value("stratum.blocks.dropped")).isEqualTo(1);
		assertThat(value("stratum.blocks.settled", "result", "confirmed")).isEqualTo(1);
	}

	@Test
	void countsRefusedConnectionsByReason() {
		this.metrics.refused("tcp", "max-connections");
		this.metrics.refused("tcp", "max-connections");
		assertThat(value("stratum.connections.refused", "reason", "max-connections", "listener", "tcp")).isEqualTo(2);
	}

	@Test
	void countsWorkersWhenAsked() {
		assertThat(value("stratum.workers")).isEqualTo(10_000);
	}

	@Test
	void readsWaitingBytesOnlyWhenAsked() {
		this.waiting.set(4096);
		assertThat(value("stratum.outbound.waiting")).isEqualTo(4096);
	}

	@Test
	void numberOfMetersDoesNotGrowWithPeers() {
		for (int i = 0; i < 10; i++) {
			useAs("peer" + i);
		}
		int meters = this.registry.getMeters().size();
		for (int i = 0; i < 1000; i++) {
			useAs("another" + i);
		}
		assertThat(this.registry.getMeters()).hasSize(meters);
	}

	@Test
	void eachMeterIsDocumentedWithItsTypeUnitAndTags() {
		useAs("peer");
		this.metrics.refused("tcp", "max-connections");
		this.metrics.blockSubmitted(block(), "node", BlockOutcome.ACCEPTED);
		for (StratumMeters meter : StratumMeters.values()) {
			assertThat(this.registry.find(meter.meterName()).meters()).as(meter.meterName())
				.isNotEmpty()
				.allSatisfy((found) -> {
					assertThat(found.getId().getType()).isEqualTo(meter.type());
					assertThat(found.getId().getDescription()).isEqualTo(meter.description());
					assertThat(found.getId().getTags()).extracting(Tag::getKey)
						.containsExactlyInAnyOrderElementsOf(meter.tags());
					if (meter.type() != Meter.Type.TIMER) {
						assertThat(found.getId().getBaseUnit()).isEqualTo(meter.unit());
					}
				});
		}
		Set<String> documented = Arrays.stream(StratumMeters.values())
			.map(StratumMeters::meterName)
			.collect(Collectors.toSet());
		assertThat(this.registry.getMeters()).allMatch((meter) -> documented.contains(meter.getId().getName()));
	}

	@Test
	void showsWhichNodeWorksAndIsInUse() {
		assertThat(value("stratum.node.up", "node", "near")).isEqualTo(1);
		assertThat(value("stratum.node.in.use", "node", "near")).isEqualTo(1);
		assertThat(value("stratum.node.height", "node", "near")).isNaN();
		assertThat(this.registry.get("stratum.node.calls")
			.tags("node", "near", "method", "getblocktemplate", "outcome", "success")
			.timer()
			.count()).isEqualTo(1);
	}

	@Test
	void givesCountsToRegistryThatComesLater() {
		useAs("peer");
		SimpleMeterRegistry late = new SimpleMeterRegistry();
		this.metrics.bindTo(late);
		assertThat(late.get("stratum.sessions").gauge().value()).isEqualTo(1);
		assertThat(late.get("stratum.shares").tag("result", "accepted").functionCounter().count()).isEqualTo(1);
	}

	private void useAs(String peer) {
		FakeSession session = new FakeSession("tcp");
		this.metrics.opened(session);
		this.metrics.requestHandled(session, peer, "error");
		this.metrics.shareAccepted(share(1));
		this.metrics.shareRejected(peer, RejectReason.DUPLICATE);
	}

	private double value(String name, String... tags) {
		return this.registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
	}

	private static Share share(double difficulty) {
		return new Share("00", 1, Worker.of("alice"), difficulty, 1, 1, HASH, NOW, false, "tcp");
	}

}
