using System.Diagnostics.CodeAnalysis;

namespace Descent.Checkpoints;

/// <summary>The type of a tensor's values in a file, by the name that safetensors has for it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Bits">How many bits a value takes.</param>
internal sealed record StoredType(string Name, int Bits)
{
    public static StoredType F64 { get; } = new("F64", 64);

    public static StoredType F32 { get; } = new("F32", 32);

    public static StoredType F16 { get; } = new("F16", 16);

    public static StoredType BF16 { get; } = new("BF16", 16);

    /// <summary>Codes of blocks.</summary>
    public static StoredType U8 { get; } = new("U8", 8);

    /// <summary>What lacks to the bits of a float.</summary>
    public static StoredType I16 { get; } = new("I16", 16);

    private static readonly Dictionary<string, StoredType> s_all = new StoredType[]
    {
        F64, F32, F16, BF16, U8, I16, new("C64", 64), new("I64", 64), new("U64", 64), new("I32", 32), new("U32", 32), new("U16", 16), new("I8", 8),
        new("BOOL", 8), new("F8_E4M3", 8), new("F8_E5M2", 8), new("F8_E8M0", 8), new("F8_E4M3FNUZ", 8), new("F8_E5M2FNUZ", 8), new("F6_E2M3", 6), new("F6_E3M2", 6), new("F4", 4),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>The type of this name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out StoredType? type) => s_all.TryGetValue(name, out type);

    /// <summary>How values of a type in memory are stored.</summary>
    public static StoredType Of(Type elementType) => elementType == typeof(float) ? F32
        : elementType == typeof(double) ? F64
        : elementType == typeof(BFloat16) ? BF16
        : elementType == typeof(Half) ? F16
        : elementType == typeof(byte) ? U8
        : I16;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
