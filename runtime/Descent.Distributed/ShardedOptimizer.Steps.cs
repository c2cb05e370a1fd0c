using Descent.CompilerServices;

namespace Descent.Distributed;

/// <content>Its steps.</content>
public sealed partial class ShardedOptimizer
{
    /// <summary>
    /// Takes the gradients of the next micro-batch of this rank (<see cref="MicroBatches"/>) from where they are bound. They are the caller's again afterwards, those of
    /// the last excepted: these stay where they are until the step, unless they were given away (<see cref="GiveGradients"/>). Where a rank has one micro-batch, the step takes it by itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">All of this rank have been taken; or rows whose gradients are bound do not ascend by now, or there are no such rows.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public void TakeGradients()
    {
        Optimizer.RefuseIfDisposed();
        var (first, end) = (_tree.FirstOf(Rank), _tree.FirstOf(Rank + 1));
        if (first + _taken >= end)
        {
            throw new InvalidOperationException($"All {end - first} micro-batches of rank {Rank} have been taken: Step() is next.");
        }

        if (_tensors.Where(tensor => tensor.HasRowGradients).Select(tensor => tensor.FaultOfRows()).FirstOrDefault(fault => fault is not null) is { } found)
        {
            throw new InvalidOperationException(found);
        }

        var batch = first + _taken;
        foreach (var tensor in _tensors.Where(tensor => tensor.HasGradients && !tensor.AreGiven))
        {
            Take(tensor, batch);
        }

        _taken++;
    }

    /// <summary>
    /// Takes the gradients of one tensor in this rank's last micro-batch, sends them to the ranks that step them, and adds what comes for this one's share: afterwards they are the
    /// caller's again, before the step. A backward pass that gives each tensor's away as soon as they are there needs memory for those of one at a time, and may bind the same
    /// for all (stage 2 of ZeRO). All ranks call it, for the same tensors in the same order. <see cref="TakeGradients"/> and the step take those of the others.
    /// </summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="CommunicationException">A rank has stopped, or does not call it.</exception>
    /// <exception cref="InvalidOperationException">The ranks disagree about the call; there are no gradients, they were given or taken already, or micro-batches before the last have not been taken.</exception>
    /// <exception cref="KeyNotFoundException">No tensor has this name.</exception>
    /// <exception cref="NotSupportedException">The gradients are of some rows: those go with the step, in which ranks tell each other which rows there are.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public void GiveGradients(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Share();
        ShardedTensor? tensor = null;
        Agree($"GiveGradients(\"{name}\")", Attempt(() => RequireLast(tensor = Find(name))));
        Take(tensor!, _tree.FirstOf(Rank + 1) - 1);
        try
        {
            _pipeline.GiveGradients(tensor!);
        }
        finally
        {
            _pipeline.End();
        }
    }

    /// <summary>Adds the gradients of all micro-batches, steps this rank's shares, and gives the weights to all ranks. All ranks call it.</summary>
    /// <returns>What the optimizer's step tells, the same on each rank.</returns>
    /// <exception cref="CommunicationException">A rank has stopped, or does not call it; or an exchange failed. If weights may be written, the optimizer waits for
    /// <see cref="Descent.Optimizer.ResolveIncompleteStep"/>, and this object can do no more: load a checkpoint into a new one.</exception>
    /// <exception cref="IncompleteStepException">An exchange failed after the first sweep.</exception>
    /// <exception cref="InvalidOperationException">The ranks disagree about what is stepped, some micro-batches have not been taken, or
    /// <see cref="OptimizerOptions.ClearGradientsAfterStep"/> is on: gradients are only read. Nothing was changed.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public StepResult Step()
    {
        var result = Run("Step", RuleMethod.Update, readsGradients: true, Optimizer.QueueUntold);

        // What handlers throw now is this rank's own: the step is done on all.
        Optimizer.TellStepped(result);
        return result.Known();
    }

    /// <summary>Moves the weights to where the rule wants gradients evaluated, as <see cref="Descent.Optimizer.BeforeGradient"/>. All ranks call it.</summary>
    /// <returns>What was moved.</returns>
    /// <inheritdoc cref="Step"/>
    public StepResult BeforeGradient() => Run("BeforeGradient", RuleMethod.BeforeGradient, Optimizer.EvaluatesTwice, Optimizer.BeforeGradient);

    /// <summary>Moves the weights to where the model is evaluated, as <see cref="Descent.Optimizer.Evaluate"/>. All ranks call it.</summary>
    /// <inheritdoc cref="Step"/>
    public void Evaluate() => Run("Evaluate", RuleMethod.ToEvaluation, readsGradients: false, () => Move(Optimizer.Evaluate));

    /// <summary>Moves the weights back to where gradients are taken, as <see cref="Descent.Optimizer.Train"/>. All ranks call it.</summary>
    /// <inheritdoc cref="Step"/>
    public void Train() => Run("Train", RuleMethod.ToTraining, readsGradients: false, () => Move(Optimizer.Train));

    /// <summary>
    /// Gives the weights of each share to all ranks, after something beside a step has changed them in the <see cref="Optimizer"/>'s parameters, as an average that is swapped in does.
    /// All ranks call it. Steps and <see cref="Load"/> do so by themselves.
    /// </summary>
    /// <exception cref="CommunicationException">A rank has stopped, or does not call it.</exception>
    /// <exception cref="InvalidOperationException">The ranks disagree about the call, or about whose weights stand in the parameters.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public void GiveWeights()
    {
        Optimizer.RefuseIfDisposed();
        AgreeAbout("GiveWeights", agreement => _tensors.ForEach(tensor => agreement.AddStanding(tensor)));
        try
        {
            _pipeline.GiveAll();
        }
        finally
        {
            _pipeline.End();
        }
    }

    /// <summary>Gathers a number for each micro-batch of a step, such as its loss, so that all ranks have the same mean of them. All ranks call it.</summary>
    /// <param name="mine">Those of this rank (<see cref="MicroBatches"/>), in their order.</param>
    /// <returns>Those of all, in the order of the micro-batches.</returns>
    /// <exception cref="ArgumentException">There are more or fewer than this rank has micro-batches.</exception>
    /// <exception cref="CommunicationException">A rank has stopped, or does not call it.</exception>
    /// <exception cref="InvalidOperationException">Ranks make another call.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public double[] Gather(ReadOnlySpan<double> mine)
    {
        Optimizer.RefuseIfDisposed();
        var given = mine.Length;
        Agree("Gather", Attempt(() => RequireOneEach(given, nameof(mine))));
        var numbers = new byte[MicroBatchCount * sizeof(double)];
        int[] counts = [.. Enumerable.Range(0, Size).Select(rank => (_tree.FirstOf(rank + 1) - _tree.FirstOf(rank)) * sizeof(double))];
        _ranks.Gather("the numbers of micro-batches", System.Runtime.InteropServices.MemoryMarshal.AsBytes(mine).ToArray(), counts, numbers);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(numbers).ToArray();
    }

    private StepResult Move(Action move)
    {
        var before = Optimizer.IsEvaluating;
        move();
        return new(before == Optimizer.IsEvaluating ? 0 : _tensors.Count, 0, 0);
    }

    private StepResult Run(string call, RuleMethod method, bool readsGradients, Func<StepResult> run)
    {
        Share();

        // What this rank alone cannot do, such as a step without an input that is not bound here, is told to all before anybody waits for it.
        var untaken = readsGradients ? Attempt(() => TakeOnly(call)) : null;
        var thrown = untaken is null ? Attempt(() => Tell(method)) : null;
        var elsewhere = Attempt(() =>
        {
            if (readsGradients)
            {
                _tensors.ForEach(Bind);
            }

            Optimizer.RequirePoint(method);
        });
        var refused = untaken ?? thrown ?? elsewhere ?? Attempt(() => Optimizer.LookOver(method));
        try
        {
            Agree(call, agreement =>
            {
                agreement.Add("what handlers of Stepping threw", Describe(thrown)).Add($"what keeps {call}() from being done", Describe(thrown is null ? refused : null)).Add(Optimizer);
                _tensors.ForEach(tensor => agreement.AddStanding(tensor));
            });
            if (elsewhere is not null && refused == elsewhere && readsGradients)
            {
                // Those of another point are of no use, and new ones are taken.
                DropGradients();
            }

            refused?.Throw();
            if (readsGradients && Optimizer.Options.ClearGradientsAfterStep)
            {
                throw new InvalidOperationException(
                    $"{nameof(OptimizerOptions.ClearGradientsAfterStep)} is on, and gradients of micro-batches are only read here: clear them before each backward pass, and turn it off. Nothing was changed.");
            }
        }
        catch (Exception exception) when (exception is not CommunicationException)
        {
            // Where this rank refused, that is what it is told.
            Optimizer.Withdraw();
            refused?.Throw();
            throw;
        }

        _pipeline.Begin();
        try
        {
            if (readsGradients)
            {
                _pipeline.GiveRows();
                _tensors.FindAll(tensor => tensor.HasRowGradients).ForEach(Bind);
            }

            return run();
        }
        catch (Exception exception) when (exception is not NonFiniteGradientException)
        {
            // The others may wait for what this rank was about to send: no other call's messages may come in its place.
            _ranks.Lose(FormattableString.Invariant($"rank {Rank} cut a step short {_ranks.Activity} {exception.Message}"));
            throw;
        }
        finally
        {
            _pipeline.End();
            if (readsGradients)
            {
                DropGradients();
            }
        }
    }

    /// <summary>Lets go of the gradients of a step.</summary>
    private void DropGradients()
    {
        _taken = 0;
        _tensors.ForEach(tensor => tensor.Drop());
    }

    /// <summary>Throws if there are more or fewer numbers than this rank has micro-batches.</summary>
    private void RequireOneEach(int numbers, string argument)
    {
        var mine = _tree.FirstOf(Rank + 1) - _tree.FirstOf(Rank);
        if (numbers != mine)
        {
            throw new ArgumentException($"Rank {Rank} has {mine} micro-batches, but {numbers} numbers were given.", argument);
        }
    }

    /// <summary>Throws if the gradients of a tensor cannot be given away.</summary>
    private void RequireLast(ShardedTensor tensor)
    {
        if (tensor.HasRowGradients)
        {
            throw new NotSupportedException($"Parameter '{tensor.Name}' has gradients of some rows, which go with the step.");
        }

        if (!tensor.HasGradients || tensor.AreGiven)
        {
            throw new InvalidOperationException(tensor.HasGradients ? $"The gradients of '{tensor.Name}' were given away already: Step() is next." : $"No gradients of '{tensor.Name}' are bound.");
        }

        var mine = _tree.FirstOf(Rank + 1) - _tree.FirstOf(Rank);
        if (_taken != mine - 1)
        {
            throw new InvalidOperationException($"{_taken} of the {mine} micro-batches of rank {Rank} have been taken: gradients are given away in the last, when all others have been.");
        }
    }

    private void Take(ShardedTensor tensor, int batch)
        => tensor.Take(MicroBatchCount, batch, batch == _tree.FirstOf(Rank + 1) - 1, _options.Summation == GradientSummation.ByRank);

    private static void Bind(ShardedTensor tensor)
    {
        if (tensor.HasGradients)
        {
            tensor.BindShare();
        }
        else
        {
            tensor.BindNothing();
        }
    }

    /// <summary>Takes the one micro-batch of this rank, or refuses a step without some of them.</summary>
    private void TakeOnly(string call)
    {
        var mine = _tree.FirstOf(Rank + 1) - _tree.FirstOf(Rank);
        if (_taken == 0 && mine == 1)
        {
            TakeGradients();
        }

        if (_taken < mine)
        {
            throw new InvalidOperationException($"{_taken} of the {mine} micro-batches of rank {Rank} have been taken: call {nameof(TakeGradients)} for each before {call}().");
        }
    }
}
