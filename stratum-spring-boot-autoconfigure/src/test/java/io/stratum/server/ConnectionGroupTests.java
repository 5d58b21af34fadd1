package io.stratum.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.stratum.ban.Bans;
import io.stratum.server.ListenerSettings.ProtocolSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionGroup} and {@link ConnectionLoop}.
 */
class ConnectionGroupTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private final ManualLoop loop = new ManualLoop();

	private final RefusedConnections observer = new RefusedConnections();

	private final ConnectionGroup group = group(3, 2);

	@Test
	void sweepsItsMembersByOneTask() {
		FakeMember first = new FakeMember();
		FakeMember second = new FakeMember();
		this.group.join(this.loop, first, null);
		this.group.join(this.loop, second, null);
		assertThat(this.loop.scheduledTasks()).isOne();
		this.loop.advance(SECOND);
		this.loop.advance(SECOND);
		assertThat(first.events).containsExactly("sweep 1", "sweep 2");
		assertThat(second.events).containsExactly("sweep 1", "sweep 2");
	}

	@Test
	void endsSweepingWithTheLastMember() {
		FakeMember member = new FakeMember();
		this.group.join(this.loop, member, null);
		this.group.leave(this.loop, member, null);
		this.loop.advance(SECOND);
		assertThat(this.loop.scheduledTasks()).isZero();
		this.group.join(this.loop, member, null);
		this.loop.advance(SECOND);
		assertThat(member.events).containsExactly("sweep 2");
	}

	@Test
	void doesNotSweepAMemberThatAnotherOneMadeLeave() {
		List<FakeMember> members = List.of(new FakeMember(), new FakeMember());
		members.forEach((member) -> {
			member.onSweep = () -> members.forEach((each) -> this.group.leave(this.loop, each, null));
			this.group.join(this.loop, member, null);
		});
		this.loop.advance(SECOND);
		assertThat(members.stream().mapToInt((member) -> member.events.size()).sum()).isOne();
	}

	@Test
	void admitsUpToTheLimit() {
		assertThat(this.group.join(this.loop, new FakeMember(), null)).isTrue();
		assertThat(this.group.join(this.loop, new FakeMember(), null)).isTrue();
		FakeMember third = new FakeMember();
		assertThat(this.group.join(this.loop, third, null)).isTrue();
		assertThat(this.group.join(this.loop, new FakeMember(), null)).isFalse();
		assertThat(this.group.size()).isEqualTo(3);
		this.group.leave(this.loop, third, null);
		this.group.leave(this.loop, third, null);
		assertThat(this.group.size()).isEqualTo(2);
		assertThat(this.group.join(this.loop, third, null)).isTrue();
		assertThat(this.observer.refused).containsExactly("tcp max-connections");
	}

	@Test
	void admitsUpToTheLimitOfAnAddress() {
		FakeMember first = new FakeMember();
		assertThat(this.group.join(this.loop, first, ADDRESS)).isTrue();
		assertThat(this.group.join(this.loop, new FakeMember(), ADDRESS)).isTrue();
		assertThat(this.group.join(this.loop, new FakeMember(), ADDRESS)).isFalse();
		assertThat(this.group.join(this.loop, new FakeMember(), ADDRESS)).isFalse();
		assertThat(this.group.size()).isEqualTo(2);
		this.group.leave(this.loop, first, ADDRESS);
		assertThat(this.group.join(this.loop, first, ADDRESS)).isTrue();
		assertThat(this.observer.refused).hasSize(2).containsOnly("tcp max-connections-per-address");
	}

	@Test
	void takesTheAddressesOfOneNetworkOfIpv6ForOne() throws UnknownHostException {
		InetAddress[] neighbours = { InetAddress.getByName("2001:db8:1:2::1"), InetAddress.getByName("2001:db8:1:2::2"),
				InetAddress.getByName("2001:db8:1:2:ffff::3") };
		FakeMember first = new FakeMember();
		assertThat(this.group.join(this.loop, first, neighbours[0])).isTrue();
		assertThat(this.group.join(this.loop, new FakeMember(), neighbours[1])).isTrue();
		assertThat(this.group.join(this.loop, new FakeMember(), neighbours[2])).isFalse();
		this.group.leave(this.loop, first, neighbours[0]);
		assertThat(this.group.join(this.loop, new FakeMember(), neighbours[2])).isTrue();
		assertThat(this.observer.refused).containsExactly("tcp max-connections-per-address");
	}

	@Test
	void admitsSoManyConnectionsOfAnAddressPerMinute() throws UnknownHostException {
		ConnectionGroup limited = new ConnectionGroup(new ListenerSettings("tcp", "127.0.0.1", 0, null, null,
				ProtocolSettings.SV1_ONLY, 0, 0, 2, EchoSessions.settings()), SessionFactories.sv1(new EchoSessions()),
				this.observer, Bans.none());
		FakeMember member = new FakeMember();
		for (int i = 0; i < 2; i++) {
			assertThat(limited.join(this.loop, member, ADDRESS)).isTrue();
			limited.leave(this.loop, member, ADDRESS);
		}
		this.loop.advance(Duration.ofSeconds(59));
		assertThat(limited.join(this.loop, member, ADDRESS)).isFalse();
		assertThat(limited.join(this.loop, member, InetAddress.getByAddress(new byte[] { 10, 0, 0, 1 }))).isTrue();
		this.loop.advance(SECOND);
		assertThat(limited.join(this.loop, new FakeMember(), ADDRESS)).isTrue();
		assertThat(limited.size()).isEqualTo(2);
		assertThat(this.observer.refused).containsExactly("tcp connection-rate-per-address");
	}

	@Test
	void admitsAnyNumberWithoutLimits() {
		ConnectionGroup unlimited = group(0, 0);
		for (int i = 0; i < 100; i++) {
			assertThat(unlimited.join(this.loop, new FakeMember(), ADDRESS)).isTrue();
		}
	}

	@Test
	void drainsWhenItsMembersHaveLeft() {
		FakeMember member = new FakeMember();
		FakeMember other = new FakeMember();
		this.group.join(this.loop, member, null);
		group(0, 0).join(this.loop, other, null);
		CompletableFuture<Void> drained = this.group.drain(Duration.ofSeconds(10)).toCompletableFuture();
		assertThat(this.group.drain(Duration.ZERO)).isSameAs(drained);
		this.loop.run();
		assertThat(member.events).containsExactly("shutDown");
		assertThat(other.events).isEmpty();
		assertThat(drained).isNotDone();
		this.group.leave(this.loop, member, null);
		assertThat(drained).isCompleted();
	}

	@Test
	void terminatesItsMembersAfterTheGracePeriod() {
		FakeMember member = new FakeMember();
		this.group.join(this.loop, member, null);
		this.group.drain(Duration.ofMillis(500));
		this.loop.advance(Duration.ofMillis(499));
		assertThat(member.events).containsExactly("shutDown");
		this.loop.advance(Duration.ofMillis(1));
		assertThat(member.events).containsExactly("shutDown", "terminate");
	}

	@Test
	void terminatesItsMembersAtOnceWithoutGracePeriod() {
		FakeMember member = new FakeMember();
		this.group.join(this.loop, member, null);
		this.group.drain(Duration.ZERO);
		this.loop.run();
		assertThat(member.events).containsExactly("terminate");
	}

	@Test
	void drainsAtOnceWhenEmpty() {
		assertThat(this.group.drain(Duration.ofSeconds(10)).toCompletableFuture()).isCompleted();
	}

	@Test
	void admitsNobodyUntilItIsOpenedAgain() {
		FakeMember early = new FakeMember();
		this.group.join(this.loop, early, null);
		this.group.drain(Duration.ofSeconds(10));
		assertThat(this.group.join(this.loop, new FakeMember(), null)).isFalse();
		assertThat(this.observer.refused).containsExactly("tcp shutdown");
		this.group.leave(this.loop, early, null);
		this.group.open();
		FakeMember late = new FakeMember();
		assertThat(this.group.join(this.loop, late, null)).isTrue();
		this.loop.advance(Duration.ofSeconds(10));
		assertThat(late.events).doesNotContain("terminate");
	}

	private ConnectionGroup group(int maxConnections, int maxConnectionsPerAddress) {
		return new ConnectionGroup(
				new ListenerSettings("tcp", "127.0.0.1", 0, null, null, ProtocolSettings.SV1_ONLY, maxConnections,
						maxConnectionsPerAddress, 0, EchoSessions.settings()),
				SessionFactories.sv1(new EchoSessions()), this.observer, Bans.none());
	}

	private static final class FakeMember implements ConnectionLoop.Member {

		private final List<String> events = new ArrayList<>();

		private Runnable onSweep = () -> {
		};

		@Override
		public void sweep(long nowNanos) {
			this.events.add("sweep " + Duration.ofNanos(nowNanos).toSeconds());
			this.onSweep.run();
		}

		@Override
		public void shutDown() {
			this.events.add("shutDown");
		}

		@Override
		public void terminate() {
			this.events.add("terminate");
		}

	}

}
