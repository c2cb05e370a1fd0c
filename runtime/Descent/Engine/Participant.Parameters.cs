using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>Which parameters it has: added, removed, given other memory.</content>
internal sealed partial class Participant
{
    /// <summary>What works on a parameter.</summary>
    public TensorWork WorkAt(int place) => _works[place];

    /// <summary>Adds a tensor of weights with the rule's state.</summary>
    public Parameter Add<T>(string name, Memory<T> weights, Memory<T> gradients, ReadOnlySpan<nint> shape, Shard? shard = null)
        where T : unmanaged
    {
        RefuseIfDisposed();
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Guard.Length(weights.Length, name);
        Guard.Shape(shape, shard?.WholeLength ?? weights.Length, name);
        EnterTo("given a parameter", ofShares: shard is not null);
        try
        {
            RefuseClash<T>(name, weights, gradients);
            var parameter = Create(name, weights, gradients, shape, shard);
            var work = parameter.Memory.ArithmeticType == typeof(float) ? WorkOn<float>() : WorkOn<double>();
            Standings.Claims.Add<T>(parameter, weights);
            parameter.State.Join(Standings);
            Parameters.Add(parameter);
            _works.Add(work);
            _byName.Add(name, parameter);
            return parameter;
        }
        finally
        {
            Standings.Leave();
        }
    }

    /// <summary>Lets go of a parameter and its state.</summary>
    public bool Remove(string name)
    {
        RefuseIfDisposed();
        ArgumentNullException.ThrowIfNull(name);
        EnterTo("relieved of a parameter");
        try
        {
            if (!_byName.Remove(name, out var parameter))
            {
                return false;
            }

            var place = Parameters.IndexOf(parameter);
            parameter.State.Leave();
            Standings.RemoveAt(place);
            Parameters.RemoveAt(place);
            _works.RemoveAt(place);
            Parameters.Skip(place).ToList().ForEach(moved => moved.State.MoveUp());
            ClaimAnew();
            return true;
        }
        finally
        {
            Standings.Leave();
        }
    }

    /// <summary>Gives a parameter other memory, of another length, and the state that it has so far.</summary>
    public Parameter Resize<T>(string name, Memory<T> weights, Memory<T> gradients, ReadOnlySpan<nint> shape)
        where T : unmanaged
    {
        RefuseIfDisposed();
        ArgumentNullException.ThrowIfNull(name);
        Guard.Length(weights.Length, name);
        Guard.Shape(shape, weights.Length, name);
        EnterTo("given other memory");
        try
        {
            var before = _byName.TryGetValue(name, out var found) ? found : throw new KeyNotFoundException($"The optimizer has no parameter named '{name}'.");
            Guard.SameType<T>(before.Memory.ElementType, $"Parameter '{name}'", nameof(weights));
            Guard.SameRows(before.Shape, shape.IsEmpty ? [weights.Length] : shape, name);
            if (IsEvaluating || before.State.AwaitsGradient)
            {
                throw new InvalidOperationException($"Parameter '{name}' stands where the rule moved it; it can be resized after Step(), or after Train().");
            }

            if (before.HoldsOtherWeights)
            {
                throw new InvalidOperationException(
                    $"Other weights than those of training stand in parameter '{name}', as a snapshot's or an average's that are swapped in: it can be resized once they are put back.");
            }

            RefuseClash<T>(weights, gradients, name, before);
            var parameter = Create(name, weights, gradients, shape);
            if (parameter.Memory.ArithmeticType == typeof(float))
            {
                parameter.TakeOver<float>(before);
            }
            else
            {
                parameter.TakeOver<double>(before);
            }

            parameter.State.Succeed(before.State);
            Parameters[Parameters.IndexOf(before)] = parameter;
            _byName[name] = parameter;
            ClaimAnew();
            return parameter;
        }
        finally
        {
            Standings.Leave();
        }
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        EnterTo("cleared of its gradients");
        try
        {
            Parameters.ForEach(parameter => parameter.RefuseReadOnlyGradients());
            Parameters.ForEach(parameter => parameter.Memory.ClearGradients(0, parameter.Memory.GradientLength));
        }
        finally
        {
            Standings.Leave();
        }
    }

    /// <summary>Throws if a parameter has this name, or weights that overlap the weights or the gradients given.</summary>
    public void RefuseClash<T>(string name, Memory<T> weights, ReadOnlyMemory<T> gradients)
        where T : unmanaged
    {
        if (_byName.ContainsKey(name))
        {
            throw new ArgumentException($"A parameter named '{name}' was added before; names are unique.", nameof(name));
        }

        RefuseClash(weights, gradients, name, except: null);
    }

    private void RefuseClash<T>(Memory<T> weights, ReadOnlyMemory<T> gradients, string name, Parameter? except)
        where T : unmanaged
    {
        if (Standings.Claims.OwnerOf<T>(weights) is { } other && other != except)
        {
            throw new ArgumentException(
                $"The weights of '{name}' overlap those of '{other.Name}': tied weights would be updated twice. Add them once, with the sum of their gradients.",
                nameof(weights));
        }

        if (Standings.Claims.OwnerOf(gradients) is { } owner && owner != except)
        {
            Guard.Disjoint(owner, name, nameof(gradients));
        }
    }

    private TensorWork WorkOn<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => _works.Find(work => work is TensorWork<T>) ?? new TensorWork<T>(rule, rule.SweepsOf<T>());

    private void ClaimAnew()
    {
        Standings.Claims.Clear();
        Parameters.ForEach(parameter => parameter.Memory.Claim(Standings.Claims, parameter));
    }
}
