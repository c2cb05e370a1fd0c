namespace Descent.CompilerServices;

/// <summary>
/// <see cref="FarMemory"/> that a loop goes through in one or two streams: it is done with a line so soon that it has to ask farther ahead, and the nearest
/// cache has room for what waits there.
/// </summary>
internal readonly struct FartherMemory
{
    /// <summary>Whether it is told apart from <see cref="FarMemory"/>: on Intel's processors it was not measured.</summary>
    public static readonly bool IsSupported = !ProcessorMake.IsIntel;
}
