namespace Descent.Training;

/// <summary>
/// The weights of an optimizer's parameters as one vector of <see cref="double"/>, in the order in which they were added. Parameters that
/// are frozen are no part of it.
/// </summary>
internal sealed class ParameterVector
{
    private readonly Optimizer _optimizer;
    private readonly Parameter[] _parameters;
    private readonly VectorPart[] _parts;

    /// <exception cref="ArgumentException">The optimizer has no weights that are not frozen, more than a vector holds, or some of 16 bits or on a device.</exception>
    public ParameterVector(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        _optimizer = optimizer;
        _parameters = [.. optimizer.Parameters];
        var parts = new List<VectorPart>();
        long length = 0;
        foreach (var parameter in optimizer.Parameters)
        {
            if (!parameter.IsFrozen && parameter.Length > 0)
            {
                parts.Add(VectorPart.Of(parameter, (int)length));
                length += parameter.Length;
                if (length > Array.MaxLength)
                {
                    throw new ArgumentException($"The optimizer has more than {Array.MaxLength} weights, too many for one vector.", nameof(optimizer));
                }
            }
        }

        Length = length > 0
            ? (int)length
            : throw new ArgumentException("The optimizer has no weights to move: its parameters are none, empty or frozen.", nameof(optimizer));
        _parts = [.. parts];
        Epsilon = parts.Max(part => part.Epsilon);
    }

    /// <summary>The number of weights.</summary>
    public int Length { get; }

    /// <summary>The distance from 1 to the next larger number, of the coarsest element type among the weights.</summary>
    public double Epsilon { get; }

    /// <summary>Whether no weight is NaN or infinite.</summary>
    public bool HasFiniteWeights => Array.TrueForAll(_parts, part => part.HasFiniteWeights);

    /// <summary>Checks that the weights are the model's and still those that this vector was made of.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public void ThrowIfChanged()
    {
        var parameters = _optimizer.Parameters;
        if (parameters.Count != _parameters.Length)
        {
            throw new InvalidOperationException(
                $"The optimizer has {parameters.Count} parameters, but had {_parameters.Length} when this was made: add parameters first, and do not dispose it.");
        }

        for (var place = 0; place < _parameters.Length; place++)
        {
            if (parameters[place] != _parameters[place])
            {
                throw new InvalidOperationException(
                    $"Parameter '{parameters[place].Name}' was added or resized after this was made, where '{_parameters[place].Name}' was: make it anew.");
            }
        }

        foreach (var part in _parts)
        {
            if (part.Parameter.IsFrozen)
            {
                throw new InvalidOperationException($"Parameter '{part.Parameter.Name}' is frozen, but was not when this was made; freeze it before.");
            }

            if (part.Parameter.State.AwaitsGradient)
            {
                throw new InvalidOperationException(
                    $"The weights of parameter '{part.Parameter.Name}' stand where BeforeGradient() moved them; they are the model's after Step().");
            }
        }
    }

    /// <summary>Reads the weights.</summary>
    public void ReadWeights(Span<double> weights)
    {
        foreach (var part in _parts)
        {
            part.ReadWeights(part.Slice(weights));
        }
    }

    /// <summary>Reads the gradients.</summary>
    /// <exception cref="InvalidOperationException">A parameter has none, or those of some rows.</exception>
    public void ReadGradients(Span<double> gradients)
    {
        foreach (var part in _parts)
        {
            if (!part.Parameter.HasGradients)
            {
                throw new InvalidOperationException(
                    $"Parameter '{part.Parameter.Name}' has no gradients after the evaluation of loss and gradients; freeze it before to leave it out.");
            }

            if (part.Parameter.GradientRows is not null)
            {
                throw new InvalidOperationException($"Parameter '{part.Parameter.Name}' has gradients of some rows; bind those of all weights.");
            }

            part.ReadGradients(part.Slice(gradients));
        }
    }

    /// <summary>Writes start + step direction to the weights, rounded once to their type. A step of 0 writes the start's own bits.</summary>
    public void Move(ReadOnlySpan<double> start, double step, ReadOnlySpan<double> direction)
    {
        foreach (var part in _parts)
        {
            part.Move(part.Slice(start), step, part.Slice(direction));
        }
    }

    /// <summary>The part of a vector that belongs to one parameter.</summary>
    /// <exception cref="KeyNotFoundException">No parameter of the vector has this name.</exception>
    public ReadOnlySpan<double> Slice(ReadOnlySpan<double> vector, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var part = Array.Find(_parts, part => part.Parameter.Name == name)
            ?? throw new KeyNotFoundException($"No parameter named '{name}' was analyzed.");
        return part.Slice(vector);
    }
}
