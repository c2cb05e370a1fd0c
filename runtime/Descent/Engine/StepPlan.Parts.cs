using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>What a plan is made of.</content>
internal sealed partial class StepPlan
{
    /// <summary>A parameter that takes part, with the number of the step it will have done.</summary>
    internal struct Entry(Participant participant, int place, int step, RuleMethod method)
    {
        public readonly Participant Participant = participant;
        public readonly Parameter Parameter = participant.Parameters[place];
        public readonly TensorMemory Memory = participant.Parameters[place].Memory;
        public readonly OptimizerState State = participant.Parameters[place].State;

        /// <summary>What works on it.</summary>
        public readonly TensorWork Work = participant.WorkAt(place);

        /// <summary>Its place among the optimizer's parameters.</summary>
        public readonly int Place = place;

        /// <summary>Whether a device works on it.</summary>
        public readonly bool IsOnDevice = participant.Parameters[place].Memory.Place is not null;

        /// <summary>How many weights it has.</summary>
        public readonly int Length = participant.Parameters[place].Memory.Length;

        /// <summary>What multiplies the learning rate.</summary>
        public readonly double Scale = participant.Standings[place].LearningRateScale;

        /// <summary>Whether some rows of it take part, those that have gradients.</summary>
        public readonly bool IsOfRows = participant.Standings[place].HasRowGradients && participant.Rule.ReadsGradients(method);

        /// <summary>How many sweeps the method makes at most.</summary>
        public readonly int Sweeps = participant.Rule.CountSweeps(method);

        /// <summary>Whether no sweep waits for another piece: the tensor is in one, and the rule asks for no total of other tensors.</summary>
        public readonly bool IsSweptAlone = participant.Rule.OptimizerReductions == 0 && participant.Parameters[place] is { State.Matrix: null, Memory.Place: null } parameter
            && parameter.Memory.Length <= PieceLength && !participant.Standings[place].HasRowGradients
            && (parameter.State.Shard is null || participant.Rule.CountSweeps(method) == 1);

        /// <summary>Whether there is something to compute once for the tensor, though its weights may be others' shares of it.</summary>
        public readonly bool HasTensor = participant.Parameters[place].State is var state && (state.Shard is { IsUndivided: true } ? state.Length : state.TensorLength) > 0;

        /// <summary>Whether operations on whole matrices come between the sweeps.</summary>
        public readonly bool HasWholeOperations = participant.Rule.HasWholeOperations(method);

        public int Step = step;
        public int Round;
    }

    /// <summary>
    /// Parameters from <paramref name="First"/> up to <paramref name="End"/>: whole if the length is −1, else a range of one; or, where there are
    /// shares, one of so many shares of the rows of one. Where tensors are shared among ranks, it is of one bucket.
    /// </summary>
    internal readonly record struct Piece(int First, int End, int Start, int Length, int Shares = 0, int Bucket = 0);

    /// <summary>Entries and pieces of one round; or one tensor, all of whose sweeps are run with operations on whole matrices between them.</summary>
    internal readonly record struct Round(int First, int End, int FirstPiece, int EndPiece, bool IsAlone);
}
