namespace Descent.Distributed;

/// <summary>Bytes for another rank, or from one.</summary>
/// <param name="Rank">The other rank.</param>
/// <param name="Bytes">The bytes, or room for them.</param>
public readonly record struct Message(int Rank, Memory<byte> Bytes);
