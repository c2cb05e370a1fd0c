namespace Descent.Torch.Tensors;

/// <summary>
/// Which tensor lies where. Gradients lie elsewhere at each step, and what was found about the memory of one step need not hold in the next: what has moved is looked
/// at anew.
/// </summary>
internal sealed class AddressBook
{
    private nint[] _weights = [];
    private nint[] _gradients = [];
    private long[] _starts = [];
    private int[] _order = [];
    private long[] _startsOfGradients = [];
    private int[] _orderOfGradients = [];
    private bool _areWritten;

    /// <summary>Throws if memory that a step writes overlaps other memory of the step.</summary>
    /// <param name="slots">The tensors, acquired.</param>
    /// <param name="writesGradients">Whether the step sets gradients to zero.</param>
    /// <exception cref="InvalidOperationException">It does. Nothing was changed.</exception>
    public void RefuseOverlaps(ReadOnlySpan<Slot> slots, bool writesGradients)
    {
        if (_weights.Length < slots.Length)
        {
            Resize(slots.Length);
        }

        var (haveMoved, areOther) = (false, writesGradients && !_areWritten);
        for (var index = 0; index < slots.Length; index++)
        {
            haveMoved |= slots[index].Weights != _weights[index];
        }

        if (haveMoved)
        {
            SortWeights(slots);
        }

        for (var index = 0; index < slots.Length; index++)
        {
            if (slots[index].Gradient is not 0 and var gradient && (haveMoved || gradient != _gradients[index]))
            {
                RefuseOverWeights(slots, index);
                areOther = true;
            }
        }

        if (writesGradients && areOther)
        {
            RefuseShared(slots);
        }

        for (var index = 0; index < slots.Length; index++)
        {
            (_weights[index], _gradients[index]) = (slots[index].Weights, slots[index].Gradient);
        }

        _areWritten = writesGradients;
    }

    private void Resize(int count)
    {
        (_weights, _gradients) = (new nint[count], new nint[count]);
        (_starts, _order) = (new long[count], new int[count]);
        (_startsOfGradients, _orderOfGradients) = (new long[count], new int[count]);
    }

    private void SortWeights(ReadOnlySpan<Slot> slots)
    {
        for (var index = 0; index < slots.Length; index++)
        {
            (_starts[index], _order[index]) = (slots[index].Weights, index);
        }

        Array.Sort(_starts, _order, 0, slots.Length);
        for (var place = 1; place < slots.Length; place++)
        {
            var (before, after) = (slots[_order[place - 1]], slots[_order[place]]);
            if (_starts[place - 1] + before.Bytes > _starts[place])
            {
                throw new InvalidOperationException(
                    $"The weights of parameter '{before.Parameter.Name}' overlap those of parameter '{after.Parameter.Name}' by now: both would be updated twice. Nothing was changed.");
            }
        }
    }

    private void RefuseOverWeights(ReadOnlySpan<Slot> slots, int index)
    {
        long start = slots[index].Gradient;
        var place = Array.BinarySearch(_starts, 0, slots.Length, start);
        place = place >= 0 ? place : ~place;

        // Weights do not overlap: only those that begin right before it and right after it can reach it.
        for (var candidate = Math.Max(0, place - 1); candidate < Math.Min(slots.Length, place + 1); candidate++)
        {
            var other = slots[_order[candidate]];
            if (_starts[candidate] < start + slots[index].Bytes && start < _starts[candidate] + other.Bytes)
            {
                throw new InvalidOperationException(
                    $"The gradient of parameter '{slots[index].Parameter.Name}' overlaps the weights of parameter '{other.Parameter.Name}': a step that writes the one would change the other. Nothing was changed.");
            }
        }
    }

    private void RefuseShared(ReadOnlySpan<Slot> slots)
    {
        var count = 0;
        for (var index = 0; index < slots.Length; index++)
        {
            if (slots[index].Gradient != 0)
            {
                (_startsOfGradients[count], _orderOfGradients[count]) = (slots[index].Gradient, index);
                count++;
            }
        }

        Array.Sort(_startsOfGradients, _orderOfGradients, 0, count);
        for (var place = 1; place < count; place++)
        {
            var (before, after) = (slots[_orderOfGradients[place - 1]], slots[_orderOfGradients[place]]);
            if (_startsOfGradients[place - 1] + before.Bytes > _startsOfGradients[place])
            {
                throw new InvalidOperationException(
                    $"Parameters '{before.Parameter.Name}' and '{after.Parameter.Name}' share gradients, and {nameof(OptimizerOptions.ClearGradientsAfterStep)} would zero them for the one before the other has used them. Nothing was changed.");
            }
        }
    }
}
