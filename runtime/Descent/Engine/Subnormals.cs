using System.Runtime.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Whether a thread computes with numbers below the normal ones. A library in the same process can tell the processor to take them as 0, for one thread and all that it
/// starts: then no step has the bits of its method any more, and nothing says so.
/// </summary>
internal static class Subnormals
{
    /// <summary>The smallest normal <see cref="float"/>. It is no constant, so that its product is computed where it is asked for.</summary>
    private static float s_smallestNormal = 1.17549435e-38f;

    /// <summary>Whether this thread takes them as 0.</summary>
    public static bool AreFlushed => Volatile.Read(ref s_smallestNormal) * 0.5f == 0;

    /// <summary>Throws if this thread takes them as 0 and a rule is strict.</summary>
    public static void RefuseFlushing(ReadOnlySpan<Participant> participants)
    {
        if (AreFlushed)
        {
            RefuseUnlessRelaxed(participants);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseUnlessRelaxed(ReadOnlySpan<Participant> participants)
    {
        foreach (var participant in participants)
        {
            if (participant.Schema.Math == FloatMath.Strict)
            {
                throw new InvalidOperationException(
                    $"This thread takes subnormal numbers as 0 (\"flush to zero\"), and {participant.Type.Name} promises every bit: some library has set the processor so. "
                    + "Have it set back on this thread, as PyTorch does by set_flush_denormal(false). Nothing was changed.");
            }
        }
    }
}
