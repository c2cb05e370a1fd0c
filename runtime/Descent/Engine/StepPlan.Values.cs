namespace Descent.Engine;

/// <content>What rules compute once for a step.</content>
internal sealed partial class StepPlan
{
    private readonly ShardValues? _values = totals is null ? null : new(totals);

    /// <summary>Computes what the loops over a parameter take, with its learning rate.</summary>
    /// <exception cref="InvalidOperationException">The rule refuses the rate.</exception>
    public void Prepare(in Entry entry) => Prepare(entry.Participant, entry.Place, entry.Step, entry.Scale);

    private void Prepare(Participant participant, int place, int step, double scale)
    {
        var parameter = participant.Parameters[place];
        participant.Rule.Scaling.Use(scale, parameter);
        participant.WorkAt(place).Prepare(method, parameter.State, step);
        if (_values is not null)
        {
            participant.Rule.ExchangeValues(method, parameter.State, _values.At(step, scale));
        }
    }

    /// <summary>Has what the first of the ranks among which tensors are shared has computed. Values that tensors have of their own are prepared anew; others are before each sweep.</summary>
    private void ExchangeValues()
    {
        if (_values?.Exchange() != true)
        {
            return;
        }

        foreach (ref readonly var entry in Entries)
        {
            if (entry.Participant.Rule.PreparesEachTensor)
            {
                Prepare(in entry);
            }
        }
    }
}
