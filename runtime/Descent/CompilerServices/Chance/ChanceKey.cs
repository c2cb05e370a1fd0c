using System.Text;

namespace Descent.CompilerServices;

/// <summary>The key of a parameter's chance: its name, and the seed, in 64 bits.</summary>
internal static class ChanceKey
{
    private const ulong Basis = 0xCBF29CE484222325;
    private const ulong Prime = 0x00000100000001B3;

    /// <summary>The 64-bit FNV-1a hash of the UTF-8 bytes of a name, mixed by the finalizer of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    public static ulong HashOf(string name)
    {
        var hash = Basis;
        foreach (var part in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ part) * Prime;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }

    /// <summary>For one name another key for each seed, and for one seed another for each hash.</summary>
    public static ulong Of(ulong seed, ulong hashOfName) => seed ^ hashOfName;
}
