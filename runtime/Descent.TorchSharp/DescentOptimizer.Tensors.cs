using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Engine;
using Descent.Torch.Tensors;

namespace Descent.Torch;

/// <content>Its tensors, for the time of a call.</content>
public partial class DescentOptimizer
{
    private readonly AddressBook _addresses = new();
    private readonly Foresight _foresight = new();
    private readonly Lock _tensors = new();

    /// <summary>Takes the addresses of all tensors, and has them looked at.</summary>
    private void Acquire()
    {
        ObjectDisposedException.ThrowIf(_group is null, this);
        MeetRates();
        Enter();
        try
        {
            var slots = CollectionsMarshal.AsSpan(_slots);
            _foresight.Expect(slots.Length);
            for (var index = 0; index < slots.Length; index++)
            {
                _foresight.Ask(index);
                slots[index].Acquire();
                _foresight.Note(index, slots[index]);
            }

            Bind(slots);
        }
        catch
        {
            Release(haveChanged: false);
            throw;
        }
    }

    /// <summary>Has the memory of all tensors looked at, and tells the rules which gradients are there.</summary>
    private void Bind(ReadOnlySpan<Slot> slots)
    {
        _addresses.RefuseOverlaps(slots, Options.ClearGradientsAfterStep);
        foreach (var slot in slots)
        {
            slot.Bind();
            slot.MeetWeights();
        }
    }

    /// <summary>Tells those who listen that a step begins. A handler may set other gradients, and those before are freed then: all addresses are taken anew.</summary>
    private void Tell(RuleMethod method)
    {
        if (!Group.IsHeard)
        {
            return;
        }

        _slots.ForEach(static slot => slot.ForgetAddresses());
        Group.Begin(method);
        try
        {
            MeetRates();
            _slots.ForEach(static slot => slot.AcquireAgain());
            Bind(CollectionsMarshal.AsSpan(_slots));
        }
        catch
        {
            Group.Withdraw();
            throw;
        }
    }

    /// <param name="haveChanged">Whether weights may have been written.</param>
    /// <param name="evenWithoutGradients">Whether those too that have no gradient, which a step leaves alone, and what moves weights to other points may not.</param>
    private void Release(bool haveChanged, bool evenWithoutGradients = false)
    {
        try
        {
            var slots = CollectionsMarshal.AsSpan(_slots);
            for (var index = 0; index < slots.Length; index++)
            {
                var slot = slots[index];
                _foresight.Ask(index);
                if (haveChanged && !slot.Parameter.IsFrozen && (evenWithoutGradients || slot.HasGradient))
                {
                    slot.CountVersion();
                }

                if (haveChanged)
                {
                    slot.NoteVersion();
                }

                slot.Release();
            }
        }
        finally
        {
            _tensors.Exit();
        }
    }

    private void OnEach(Action<Slot> act)
    {
        Enter();
        try
        {
            _slots.ForEach(act);
        }
        finally
        {
            _tensors.Exit();
        }
    }

    /// <summary>Keeps other threads from the tensors, whose addresses one step would take away from another. Handlers of a step's events are on its own thread.</summary>
    private void Enter()
    {
        if (!_tensors.TryEnter())
        {
            throw Participant.IsStepped(typeof(DescentOptimizer));
        }
    }
}
