namespace Descent.Checkpoints;

/// <summary>The header of a file in the format safetensors: what text it carries, and which tensors lie where.</summary>
/// <param name="Metadata">The text, by keys.</param>
/// <param name="Tensors">The tensors, in the order in which they lie.</param>
/// <param name="DataStart">Where the bytes of the tensors begin in the file.</param>
internal sealed record Header(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<TensorEntry> Tensors, long DataStart)
{
    /// <summary>The bytes before the header, which say how long it is.</summary>
    public const int LengthBytes = sizeof(ulong);

    /// <summary>The longest header that readers of the format take.</summary>
    public const int MaximumLength = 100_000_000;

    /// <summary>The key of the text.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>How long the whole file is.</summary>
    public long FileLength => DataStart + (Tensors.Count == 0 ? 0 : Tensors[^1].End);
}
