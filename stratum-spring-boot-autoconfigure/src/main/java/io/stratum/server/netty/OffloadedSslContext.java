package io.stratum.server.netty;

import java.util.List;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

/**
 * A TLS context whose handlers compute the costly parts of a handshake on an executor.
 * Reactor Netty asks for handlers without naming one.
 */
final class OffloadedSslContext extends SslContext {

	private final SslContext context;

	private final Executor executor;

	OffloadedSslContext(SslContext context, Executor executor) {
		this.context = context;
		this.executor = executor;
	}

	@Override
	protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
		return newHandler(allocator, startTls, this.executor);
	}

	@Override
	protected SslHandler newHandler(ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls) {
		return newHandler(allocator, peerHost, peerPort, startTls, this.executor);
	}

	@Override
	public boolean isClient() {
		return this.context.isClient();
	}

	@Override
	public List<String> cipherSuites() {
		return this.context.cipherSuites();
	}

	@Override
	@SuppressWarnings("deprecation")
	public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
		return this.context.applicationProtocolNegotiator();
	}

	@Override
	public SSLEngine newEngine(ByteBufAllocator allocator) {
		return this.context.newEngine(allocator);
	}

	@Override
	public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
		return this.context.newEngine(allocator, peerHost, peerPort);
	}

	@Override
	public SSLSessionContext sessionContext() {
		return this.context.sessionContext();
	}

}
