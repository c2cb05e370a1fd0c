namespace Descent.CompilerServices;

/// <summary>
/// <see cref="FarMemory"/> that a loop goes through in one or two streams: it is done with a line so soon that it has to ask farther ahead, and the nearest
/// cache has room for what waits there.
/// </summary>
internal readonly struct FartherMemory;
