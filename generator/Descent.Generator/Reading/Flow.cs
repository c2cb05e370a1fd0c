using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// Where control goes: branches, and the jumps out of them. What follows a branch of which one arm has left goes into the other arm; what
/// follows one that may have left, somewhere inside, stands under a flag. So nothing is written twice, whatever returns where.
/// </summary>
internal sealed class Flow(ProgramBuilder builder, Scope scope)
{
    /// <summary>How deep what follows may be put into arms; deeper, it stands under a flag, one after the other.</summary>
    private const int MaxDepth = 16;

    /// <summary>That control has surely jumped there.</summary>
    private const int Surely = -1;

    private readonly Stack<Open> _open = new();
    private readonly Stack<int> _levels = new();

    /// <summary>Where control may have gone, each with the condition under which it has.</summary>
    private Dictionary<object, int> _jumps = [];

    /// <summary>Whether control has surely gone somewhere: what follows is not reached.</summary>
    private bool _isAway;

    /// <summary>Begins what <see cref="Land"/> ends: a method, an arm, or what a jump leaves.</summary>
    public void Begin() => _levels.Push(_open.Count);

    /// <summary>Jumps to the end of something that has begun.</summary>
    /// <param name="target">What stands for it.</param>
    public void Jump(object target)
    {
        _jumps = new() { [target] = Surely };
        _isAway = true;
    }

    /// <summary>Whether control may reach what follows; where it also may not, that stands under a flag from here on.</summary>
    public bool GoesOn(int site)
    {
        if (_isAway)
        {
            return false;
        }

        if (_jumps.Count > 0)
        {
            if (_open.Count >= MaxDepth)
            {
                CloseTo(_levels.Peek());
            }

            OpenRest(Flag(site), site);
        }

        return true;
    }

    /// <summary>Ends what has begun: those who jumped to its end go on from here.</summary>
    /// <param name="target">What stands for it; <see langword="null"/> if nobody can have jumped there.</param>
    public void Land(object? target)
    {
        CloseTo(_levels.Pop());
        if (target is not null && _jumps.Remove(target))
        {
            _isAway &= _jumps.Values.Any(flag => flag == Surely);
        }
    }

    /// <summary>A branch between statements; the one arm where it is known which.</summary>
    /// <param name="condition">What chooses.</param>
    /// <param name="whenTrue">Reads the first arm.</param>
    /// <param name="whenFalse">Reads the second.</param>
    /// <param name="leavesWhenFalse">Whether the second arm alone surely jumps: what follows goes into the first then.</param>
    /// <param name="site">Where it is.</param>
    public void Branch(int condition, Action whenTrue, Action whenFalse, bool leavesWhenFalse, int site)
    {
        if (builder.KnownCondition(condition) is { } known)
        {
            (known ? whenTrue : whenFalse)();
            return;
        }

        builder.Add(Opcode.If, ScalarType.None, site, condition);
        scope.Enter();
        var isShallow = _open.Count < MaxDepth;
        if (leavesWhenFalse && isShallow)
        {
            _open.Push(new(condition, site) { WhenFalse = whenFalse });
            whenTrue();
            return;
        }

        Arm(whenTrue, isOpen: false);
        var open = new Open(condition, site) { Changes = scope.Leave(), Jumps = _jumps, IsAway = _isAway };
        (_jumps, _isAway) = ([], false);
        builder.Add(Opcode.Else, ScalarType.None, site);
        scope.Enter();
        _open.Push(open);
        if (open.IsAway && isShallow)
        {
            whenFalse();
            return;
        }

        Arm(whenFalse, isOpen: true);
        Close();
    }

    /// <summary>Reads an arm, which is closed behind it.</summary>
    private void Arm(Action read, bool isOpen)
    {
        // Whatever is still open around counts for the depth.
        if (!isOpen)
        {
            _open.Push(new(-1, -1));
        }

        Begin();
        read();
        Land(target: null);
        if (!isOpen)
        {
            _open.Pop();
        }
    }

    /// <summary>Puts what follows under a flag: it is not reached where the flag is set.</summary>
    private void OpenRest(int flag, int site)
    {
        builder.Add(Opcode.If, ScalarType.None, site, flag);
        builder.Add(Opcode.Else, ScalarType.None, site);
        var jumps = _jumps.Count == 1 ? _jumps.ToDictionary(jump => jump.Key, _ => Surely) : _jumps;
        _open.Push(new(flag, site) { Changes = new Dictionary<Variable, int?>(), Jumps = jumps, IsAway = true });
        _jumps = [];
        scope.Enter();
    }

    private int Flag(int site)
        => _jumps.Values.Aggregate((first, second) => builder.Add(Opcode.Or, ScalarType.Boolean, site, first, second));

    private void CloseTo(int level)
    {
        while (_open.Count > level)
        {
            Close();
        }
    }

    private void Close()
    {
        var open = _open.Pop();
        if (open.WhenFalse is { } whenFalse)
        {
            // The first arm has run to the end of what is around; now the second.
            open = open with { Changes = scope.Leave(), Jumps = _jumps, IsAway = _isAway, WhenFalse = null };
            (_jumps, _isAway) = ([], false);
            builder.Add(Opcode.Else, ScalarType.None, open.Site);
            scope.Enter();
            Arm(whenFalse, isOpen: false);
        }

        var changes = scope.Leave();
        builder.Add(Opcode.End, ScalarType.None, open.Site);
        scope.Merge(builder, open.Condition, open.Changes!, changes, open.Site);
        _jumps = open.Jumps.Keys.Union(_jumps.Keys).ToDictionary(target => target, target => Join(open, target));
        _isAway &= open.IsAway;
    }

    /// <summary>The condition under which control has jumped somewhere in one arm or the other.</summary>
    private int Join(Open open, object target)
    {
        var (isFirst, isSecond) = (open.Jumps.TryGetValue(target, out var first), _jumps.TryGetValue(target, out var second));
        return (isFirst, isSecond) switch
        {
            (true, true) when first == second => first,
            (true, false) when first == Surely => open.Condition,
            (false, true) when second == Surely => builder.Add(Opcode.Not, ScalarType.Boolean, open.Site, open.Condition),
            _ => Scope.Join(builder, open.Condition, Value(isFirst, first), Value(isSecond, second), open.Site, null),
        };

        int Value(bool hasJumped, int flag) => hasJumped && flag != Surely ? flag : builder.Constant(hasJumped, open.Site);
    }

    /// <summary>
    /// A branch whose <c>end</c> is still to come: in its second arm, with what the first one left behind; or in its first, with the
    /// second still to be read.
    /// </summary>
    private sealed record Open(int Condition, int Site)
    {
        public IReadOnlyDictionary<Variable, int?>? Changes { get; init; }

        public Dictionary<object, int> Jumps { get; init; } = [];

        public bool IsAway { get; init; }

        public Action? WhenFalse { get; init; }
    }
}
