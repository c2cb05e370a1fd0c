namespace Descent.Engine;

/// <content>What is looked at, parameter by parameter, before anything is planned.</content>
internal sealed partial class StepPlan
{
    /// <summary>Checks all that <see cref="Survey"/> does of parameters which take part, and plans nothing: one of several ranks that cannot says so before the others wait for it.</summary>
    /// <param name="participants">The optimizers.</param>
    public void LookOver(Participant[] participants)
    {
        BeginLooking();
        foreach (var participant in participants)
        {
            var prepared = (0, 1.0);
            for (var place = 0; place < participant.Parameters.Count; place++)
            {
                _ = Look(participant, place, zeroesGradients: false, ref prepared);
            }
        }
    }

    private void BeginLooking()
    {
        (Frozen, MissingGradients, OfRows) = (0, 0, null);
        _values?.Begin();
    }

    /// <summary>Looks at one parameter, and checks that it can take part if it does, and that its memory is there.</summary>
    /// <param name="participant">Its optimizer.</param>
    /// <param name="place">Its place there.</param>
    /// <param name="zeroesGradients">Whether gradients are zeroed, those of frozen parameters as well.</param>
    /// <param name="prepared">For which step, and which scale of the learning rate, the optimizer is prepared.</param>
    /// <returns>The number of its step; 0 if it is left alone.</returns>
    private int Look(Participant participant, int place, bool zeroesGradients, ref (int Step, double Scale) prepared)
    {
        ref readonly var standing = ref participant.Standings[place];
        if (zeroesGradients && standing.HasReadOnlyGradients)
        {
            participant.Parameters[place].RefuseReadOnlyGradients();
        }

        var isLeftAlone = standing.IsLeftAlone(method, participant.IsEvaluating);
        if (standing.IsForeign && (isLeftAlone ? zeroesGradients : standing.HasGradients || !participant.Rule.ReadsGradients(method)))
        {
            participant.Parameters[place].RequireMemory();
        }

        if (isLeftAlone)
        {
            Frozen += standing.IsFrozen ? 1 : 0;
            return 0;
        }

        if (!standing.HasGradients && participant.Rule.ReadsGradients(method))
        {
            MissingGradients++;
            return 0;
        }

        var step = participant.ComingStep(method, place);
        if (step > 0 && (step != prepared.Step || standing.LearningRateScale != prepared.Scale || participant.Rule.PreparesEachTensor))
        {
            Prepare(participant, place, step, standing.LearningRateScale);
            prepared = (step, standing.LearningRateScale);
        }

        if (step > 0 && standing.HasRowGradients && participant.Rule.ReadsGradients(method))
        {
            OfRows = participant.Parameters[place];
        }

        return step;
    }
}
