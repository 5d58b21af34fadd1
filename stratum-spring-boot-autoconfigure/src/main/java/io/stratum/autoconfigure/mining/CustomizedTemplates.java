package io.stratum.autoconfigure.mining;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateCustomizer;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.room.Fault;

/**
 * The templates of a source, customized. What the source is asked to follow is a
 * customized one.
 */
final class CustomizedTemplates implements BlockTemplateSource {

	private final BlockTemplateSource source;

	private final List<BlockTemplateCustomizer> customizers;

	CustomizedTemplates(BlockTemplateSource source, List<BlockTemplateCustomizer> customizers) {
		this.source = source;
		this.customizers = customizers;
	}

	@Override
	public BlockTemplate fetch() throws Exception {
		return customize(this.source.fetch());
	}

	@Override
	public CompletionStage<BlockTemplate> next(BlockTemplate current) {
		CompletionStage<BlockTemplate> next = this.source.next(current);
		return Objects.requireNonNullElseGet(next, CompletableFuture<BlockTemplate>::new).thenApply(this::customize);
	}

	private BlockTemplate customize(BlockTemplate template) {
		BlockTemplate customized = template;
		for (BlockTemplateCustomizer customizer : this.customizers) {
			try {
				// What is no template is refused by who asked for one
				customized = (customized != null) ? customizer.customize(customized) : customized;
			}
			catch (Exception ex) {
				throw new IllegalStateException(
						Fault.nameOf(BlockTemplateCustomizer.class, customizer) + " failed: " + ex.getMessage(), ex);
			}
		}
		return customized;
	}

}
