using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>The states of a range that are not native: decoded before a sweep, and encoded after it.</summary>
internal static class StoredStates
{
    /// <summary>Decodes what a sweep reads.</summary>
    public static void Decode<T>(OptimizerState state, StoredWindow window, int start, SweepTouches touched)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = 0; state.MemoryAt(index) is { Name: not null, Buffer: var buffer }; index++)
        {
            if (buffer.Layout is { } layout)
            {
                var values = window.State<T>(layout.Slot);
                if (touched.Reads(index))
                {
                    buffer.Decode(start, values);
                }
            }
        }
    }

    /// <summary>Encodes what it writes.</summary>
    public static void Encode<T>(OptimizerState state, StoredWindow window, int start, SweepTouches touched)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = 0; state.MemoryAt(index) is { Name: not null, Buffer: var buffer }; index++)
        {
            if (buffer.Layout is not { } layout || !touched.Writes(index))
            {
                continue;
            }

            if (layout.IsRandom)
            {
                // After the draws of the rule, and that of the weights.
                buffer.EncodeByChance<T>(start, window.State<T>(layout.Slot), state.DrawsOf(state.Schema.Draws.Count + 1 + layout.Slot, start));
            }
            else
            {
                buffer.Encode<T>(start, window.State<T>(layout.Slot));
            }
        }
    }
}
